"""Everything that can be done, as one table of actions with a file for each menu, and its keys.

`Desk` names the services that an action, and later a script, works with; `Actions` puts the table on a window and ends
an unfinished stroke before the actions that ask for it. Logic belongs to the services: an action is a call or a few
lines. No windows and no dialogs: what shows things is a protocol here.
"""
