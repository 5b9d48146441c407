<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>Class {number}</source>
        <translation>类别 {number}</translation>
    </message>
    <message>
        <source>What you paint appears mirrored in the middle of the drawing, too</source>
        <translation>所画内容会以画稿中线为轴同时镜像绘制</translation>
    </message>
    <message>
        <source>Of the pen and of the ink eraser, with the pen of a tablet</source>
        <translation>适用于钢笔和墨线橡皮擦，使用数位笔时有效</translation>
    </message>
    <message>
        <source>Extends the drawing to this shape; the picture has the same. Crop, C, cuts to any other</source>
        <translation>将画稿扩展为此比例，图像与之相同；用裁剪工具（C）可裁成任意比例</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>正方形</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>画稿</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>Paints the chosen class; Shift draws a straight line, Ctrl picks a class</source>
        <translation>绘制所选类别；按住 Shift 画直线，按住 Ctrl 拾取类别</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>橡皮擦</translation>
    </message>
    <message>
        <source>Leaves pixels unlabelled</source>
        <translation>将像素恢复为未标注</translation>
    </message>
    <message>
        <source>Pen</source>
        <translation>钢笔</translation>
    </message>
    <message>
        <source>Draws ink over the labels; Shift draws a straight line</source>
        <translation>在标签上方画墨线；按住 Shift 画直线</translation>
    </message>
    <message>
        <source>Ink eraser</source>
        <translation>墨线橡皮擦</translation>
    </message>
    <message>
        <source>Takes ink away, and leaves the labels</source>
        <translation>擦去墨线，保留标签</translation>
    </message>
    <message>
        <source>Colour brush</source>
        <translation>色彩画笔</translation>
    </message>
    <message>
        <source>Paints colours over the labels, to which the picture keeps roughly; Ctrl picks a colour</source>
        <translation>在标签上方涂颜色，图像会大致遵循；按 Ctrl 吸取颜色</translation>
    </message>
    <message>
        <source>Colour eraser</source>
        <translation>色彩橡皮擦</translation>
    </message>
    <message>
        <source>Takes colours away, and leaves the labels</source>
        <translation>擦去颜色，保留标签</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>直线</translation>
    </message>
    <message>
        <source>A straight line as wide as the brush; Shift turns it by 45°</source>
        <translation>与画笔同宽的直线；按住 Shift 以 45° 为步长</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>矩形</translation>
    </message>
    <message>
        <source>Drag from corner to corner; Shift makes a square</source>
        <translation>从一角拖到对角；按住 Shift 画正方形</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>椭圆</translation>
    </message>
    <message>
        <source>Drag from corner to corner; Shift makes a circle</source>
        <translation>从一角拖到对角；按住 Shift 画正圆</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>多边形</translation>
    </message>
    <message>
        <source>Click its points; double-click or Return closes, Backspace takes one back</source>
        <translation>逐点单击；双击或按回车键闭合，按退格键撤回一点</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>套索</translation>
    </message>
    <message>
        <source>Fills what you draw around</source>
        <translation>填充圈出的范围</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>Fills a region, or everything of its class; Shift does the other</source>
        <translation>填充一个区域，或其类别的全部像素；按住 Shift 切换为另一种</translation>
    </message>
    <message>
        <source>Move region</source>
        <translation>移动区域</translation>
    </message>
    <message>
        <source>Drag a region to move it, its grips to scale it; Shift keeps its proportions</source>
        <translation>拖动区域可移动，拖动控制点可缩放；按住 Shift 保持比例</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>裁剪</translation>
    </message>
    <message>
        <source>Drag over what is to be kept; Shift keeps a square</source>
        <translation>拖出要保留的范围；按住 Shift 保持正方形</translation>
    </message>
    <message>
        <source>Picker</source>
        <translation>吸管</translation>
    </message>
    <message>
        <source>Picks the class under the pointer</source>
        <translation>拾取指针处的类别</translation>
    </message>
    <message>
        <source>Round brush</source>
        <translation>圆形画笔</translation>
    </message>
    <message>
        <source>Square brush</source>
        <translation>方形画笔</translation>
    </message>
    <message>
        <source>Mirror left and right</source>
        <translation>左右镜像绘制</translation>
    </message>
    <message>
        <source>Mirror top and bottom</source>
        <translation>上下镜像绘制</translation>
    </message>
    <message>
        <source>Pressure makes lines thicker</source>
        <translation>压感控制粗细</translation>
    </message>
    <message>
        <source>Pressure makes lines darker</source>
        <translation>压感控制浓淡</translation>
    </message>
    <message>
        <source>A region that you move takes the ink and the colours on it along</source>
        <translation>移动区域时，其上的墨线和颜色一并移动</translation>
    </message>
    <message>
        <source>Fill everywhere</source>
        <translation>全图填充</translation>
    </message>
    <message>
        <source>Fill takes every pixel of the class, not only the region</source>
        <translation>填充该类别的所有像素，而不仅是所点区域</translation>
    </message>
    <message>
        <source>Smaller brush</source>
        <translation>缩小画笔</translation>
    </message>
    <message>
        <source>Larger brush</source>
        <translation>放大画笔</translation>
    </message>
    <message>
        <source>Clear ink</source>
        <translation>清除墨线</translation>
    </message>
    <message>
        <source>Clear colours</source>
        <translation>清除颜色</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>画幅</translation>
    </message>
    <message>
        <source>Resize drawing…</source>
        <translation>调整画稿大小…</translation>
    </message>
    <message>
        <source>Flip left to right</source>
        <translation>水平翻转</translation>
    </message>
    <message>
        <source>Flip top to bottom</source>
        <translation>垂直翻转</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Copy label map</source>
        <translation>复制标签图</translation>
    </message>
    <message>
        <source>Pasted here it is exact; other programs take it as an image</source>
        <translation>粘贴回此处时精确无误；其他程序会当作图像</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>复制图像</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>A label map, or a photo to make something of</source>
        <translation>标签图，或要加以利用的照片</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>New drawing…</source>
        <translation>新建画稿…</translation>
    </message>
    <message>
        <source>New window</source>
        <translation>新建窗口</translation>
    </message>
    <message>
        <source>Another drawing in a window of its own</source>
        <translation>在单独的窗口中打开另一幅画稿</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save the project, or the picture with its drawing</source>
        <translation>保存工程，或带有画稿的图像</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>保存图像</translation>
    </message>
    <message>
        <source>A project, a saved picture, a label map, or a photo</source>
        <translation>项目、已保存的图像、标签图或照片</translation>
    </message>
    <message>
        <source>A PNG that brings its drawing and settings back</source>
        <translation>可以还原画稿和设置的 PNG</translation>
    </message>
    <message>
        <source>From a photo…</source>
        <translation>从照片开始…</translation>
    </message>
    <message>
        <source>A label map or a sketch of what a photo shows</source>
        <translation>把照片的内容变成标签图或素描</translation>
    </message>
    <message>
        <source>Open reference photo…</source>
        <translation>打开参考照片…</translation>
    </message>
    <message>
        <source>A photo under or over the drawing, to trace from; it is never part of the picture</source>
        <translation>置于画稿下方或上方、供描摹的照片；绝不会成为图像的一部分</translation>
    </message>
    <message>
        <source>Import label map…</source>
        <translation>导入标签图…</translation>
    </message>
    <message>
        <source>Read the label map in another way…</source>
        <translation>换一种方式读取标签图…</translation>
    </message>
    <message>
        <source>By colour or by number, counted from 0, with numbers to be ignored: shows what it becomes</source>
        <translation>按颜色或按编号、从 0 数起、忽略某些编号：显示各自的结果</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>The picture, the label map or everything, for other programs</source>
        <translation>导出图像、标签图或全部内容，供其他程序使用</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Paint the drawing with several seeds and keep the picture that agrees most</source>
        <translation>用多个种子绘制画稿，保留最吻合的图像</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Paint the picture</source>
        <translation>绘制图像</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>End what paints</source>
        <translation>停止正在进行的绘制</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>The picture follows the drawing</source>
        <translation>图像跟随画稿更新</translation>
    </message>
    <message>
        <source>Best of</source>
        <translation>多张择优</translation>
    </message>
    <message>
        <source>4 pictures</source>
        <translation>4 张图像</translation>
    </message>
    <message>
        <source>8 pictures</source>
        <translation>8 张图像</translation>
    </message>
    <message>
        <source>16 pictures</source>
        <translation>16 张图像</translation>
    </message>
    <message>
        <source>As many as the last time</source>
        <translation>与上次数量相同</translation>
    </message>
    <message>
        <source>New seed</source>
        <translation>新种子</translation>
    </message>
    <message>
        <source>Compare with the drawing…</source>
        <translation>与画稿对比…</translation>
    </message>
    <message>
        <source>Wipe between the drawing and the picture</source>
        <translation>滑动分割线对比画稿与图像</translation>
    </message>
    <message>
        <source>What the module did</source>
        <translation>模块的作用</translation>
    </message>
    <message>
        <source>Where and how much the module changed each step, and what the base alone would have made of it</source>
        <translation>模块在每一步改变了哪里、改变了多少，以及仅用基础模型会得到什么</translation>
    </message>
    <message>
        <source>Add to training set</source>
        <translation>添加到训练集</translation>
    </message>
    <message>
        <source>Keep the picture and its drawing to train a module on</source>
        <translation>保留图像及其画稿，用于训练模块</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>并排显示</translation>
    </message>
    <message>
        <source>Picture over the drawing</source>
        <translation>图像叠加在画稿上</translation>
    </message>
    <message>
        <source>Drawing only</source>
        <translation>仅显示画稿</translation>
    </message>
    <message>
        <source>Picture only</source>
        <translation>仅显示图像</translation>
    </message>
    <message>
        <source>Next view</source>
        <translation>下一种视图</translation>
    </message>
    <message>
        <source>Tab goes on to the next field; Help, Keyboard shortcuts gives this any other key</source>
        <translation>Tab 键移到下一项；“帮助”中的“键盘快捷键”可为此指定其他按键</translation>
    </message>
    <message>
        <source>Also Shift and the wheel, or Shift, Space and a drag</source>
        <translation>也可按住 Shift 滚动滚轮，或按住 Shift 和空格拖动</translation>
    </message>
    <message>
        <source>Show or hide the ink over the labels</source>
        <translation>显示或隐藏标签上方的墨线</translation>
    </message>
    <message>
        <source>Ink moves along</source>
        <translation>墨迹随之移动</translation>
    </message>
    <message>
        <source>Reference photo</source>
        <translation>参考照片</translation>
    </message>
    <message>
        <source>Show or hide the photo to trace from</source>
        <translation>显示或隐藏供描摹的照片</translation>
    </message>
    <message>
        <source>Reference photo over the drawing</source>
        <translation>参考照片置于画稿上方</translation>
    </message>
    <message>
        <source>Remove reference photo</source>
        <translation>移除参考照片</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Every step of the drawing; click one to go there</source>
        <translation>画稿的每一步；单击可回到该步</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Train a module of your own on your own pictures</source>
        <translation>用自己的图片训练自己的模块</translation>
    </message>
    <message>
        <source>Gallery</source>
        <translation>图库</translation>
    </message>
    <message>
        <source>The pictures that were painted so far</source>
        <translation>迄今绘制的图像</translation>
    </message>
    <message>
        <source>Reset layout</source>
        <translation>重置布局</translation>
    </message>
    <message>
        <source>100 %</source>
        <translation>100%</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适合窗口</translation>
    </message>
    <message>
        <source>Turn left</source>
        <translation>向左旋转</translation>
    </message>
    <message>
        <source>Turn right</source>
        <translation>向右旋转</translation>
    </message>
    <message>
        <source>Turn upright</source>
        <translation>转正</translation>
    </message>
    <message>
        <source>Mirror the view</source>
        <translation>镜像视图</translation>
    </message>
    <message>
        <source>The drawing stays as it is</source>
        <translation>画稿本身不变</translation>
    </message>
    <message>
        <source>Outlines only</source>
        <translation>仅显示轮廓</translation>
    </message>
    <message>
        <source>Show the borders of the regions, and of the regions a hint</source>
        <translation>显示区域边界，区域本身仅淡淡显示</translation>
    </message>
    <message>
        <source>Show or hide the colours over the labels</source>
        <translation>显示或隐藏标签上方的颜色</translation>
    </message>
    <message>
        <source>Where the picture differs</source>
        <translation>图像与画稿不符之处</translation>
    </message>
    <message>
        <source>Hatch the parts of the drawing that the picture does not show</source>
        <translation>用斜线标出图像未体现的画稿部分</translation>
    </message>
    <message>
        <source>The picture itself is unharmed: open it in any image viewer. The drawing has to come from another copy.</source>
        <translation>图像本身完好：可用任意看图软件打开。画稿需从其他副本取得。</translation>
    </message>
    <message>
        <source>There is no file “{name}”.</source>
        <translation>没有文件“{name}”。</translation>
    </message>
    <message>
        <source>Check the name and the folder.</source>
        <translation>请检查文件名和文件夹。</translation>
    </message>
    <message>
        <source>“{name}” is damaged or no PNG image.</source>
        <translation>“{name}”已损坏，或不是 PNG 图像。</translation>
    </message>
    <message>
        <source>Copy the file again.</source>
        <translation>请重新复制该文件。</translation>
    </message>
    <message>
        <source>“{name}” carries no drawing.</source>
        <translation>“{name}”不含画稿。</translation>
    </message>
    <message>
        <source>Open a picture that was saved here, or a label map.</source>
        <translation>请打开由本程序保存的图像，或标签图。</translation>
    </message>
    <message>
        <source>The recipe in “{name}” is damaged.</source>
        <translation>“{name}”中的生成参数已损坏。</translation>
    </message>
    <message>
        <source>“{name}” comes from a newer version; settings unknown here were left out.</source>
        <translation>“{name}”来自更新的版本；已略去此处未知的设置。</translation>
    </message>
    <message>
        <source>“{name}” comes from a newer version; settings unknown here were left out ({settings}).</source>
        <translation>“{name}”来自更新的版本；已略去此处未知的设置（{settings}）。</translation>
    </message>
    <message>
        <source>“{name}” is {width} x {height} pixels, too large to open.</source>
        <translation>“{name}”为 {width} x {height} 像素，太大，无法打开。</translation>
    </message>
    <message>
        <source>Make it smaller first.</source>
        <translation>请先缩小。</translation>
    </message>
    <message>
        <source>“{name}” is too large to open.</source>
        <translation>“{name}”太大，无法打开。</translation>
    </message>
    <message>
        <source>Draw on the left; the picture follows.</source>
        <translation>在左边画；图片随之变化。</translation>
    </message>
    <message>
        <source>The pen draws ink, and a photo that you drop becomes a sketch.</source>
        <translation>钢笔画墨线，拖入的照片可变成素描。</translation>
    </message>
    <message>
        <source>Paint on the left; the picture follows.</source>
        <translation>在左侧绘画，图像随之更新。</translation>
    </message>
    <message>
        <source>Choose a class in the palette, or press 1 to 9.</source>
        <translation>在调色板中选择类别，或按 1 到 9。</translation>
    </message>
    <message>
        <source>{error} {hint}</source>
        <translation>{error}{hint}</translation>
    </message>
    <message>
        <source>Sinopia could not start with your settings, so it starts with the defaults.</source>
        <translation>Sinopia 无法以您的设置启动，因此改用默认设置。</translation>
    </message>
    <message>
        <source>The settings are kept in {path}.</source>
        <translation>原设置保存在 {path}。</translation>
    </message>
    <message>
        <source>{count} bases or modules are left out, such as {names}.</source>
        <translation>略过了 {count} 个基础模型或模块，例如 {names}。</translation>
    </message>
    <message>
        <source>{name} is left out: {reason}</source>
        <translation>略过了 {name}：{reason}</translation>
    </message>
    <message>
        <source>The details say why.</source>
        <translation>原因见详细信息。</translation>
    </message>
    <message>
        <source>No base is installed, so nothing can be painted yet.</source>
        <translation>尚未安装基础模型，因此还无法绘制。</translation>
    </message>
    <message>
        <source>The base “{lost}” is not installed; “{base}” paints instead.</source>
        <translation>未安装基础模型“{lost}”；改用“{base}”绘制。</translation>
    </message>
    <message>
        <source>The module “{lost}” is not installed for this base; “{module}” is used instead.</source>
        <translation>此基础模型未安装模块“{lost}”；改用“{module}”。</translation>
    </message>
    <message>
        <source>The module “{lost}” is not installed for this base; the base paints alone.</source>
        <translation>此基础模型未安装模块“{lost}”；仅由基础模型绘制。</translation>
    </message>
    <message>
        <source>The module “{lost}” is not installed for this base; it no longer paints along.</source>
        <translation>模块“{lost}”没有为此基础模型安装，不再一起作画。</translation>
    </message>
    <message>
        <source>The sampler “{lost}” is not known here; {sampler} paints instead.</source>
        <translation>此处不认识采样器“{lost}”；改用 {sampler} 绘制。</translation>
    </message>
    <message>
        <source>Sinopia project, OpenRaster (*.ora)</source>
        <translation>Sinopia 工程，OpenRaster (*.ora)</translation>
    </message>
    <message>
        <source>PNG image (*.png)</source>
        <translation>PNG 图像 (*.png)</translation>
    </message>
    <message>
        <source>JPEG image (*.jpg)</source>
        <translation>JPEG 图像 (*.jpg)</translation>
    </message>
    <message>
        <source>WebP image (*.webp)</source>
        <translation>WebP 图像 (*.webp)</translation>
    </message>
    <message>
        <source>Sinopia module (*.sinopia)</source>
        <translation>Sinopia 模块 (*.sinopia)</translation>
    </message>
    <message>
        <source>Unsaved drawing</source>
        <translation>画稿未保存</translation>
    </message>
    <message>
        <source>The drawing has changes that are not saved. Save it before {about_to}?</source>
        <translation>画稿有未保存的更改。要在{about_to}之前保存吗？</translation>
    </message>
    <message>
        <source>A project or a saved picture holds the drawing and all settings.</source>
        <translation>工程和已保存的图像都包含画稿和全部设置。</translation>
    </message>
    <message>
        <source>Photos ({patterns})</source>
        <translation>照片 ({patterns})</translation>
    </message>
    <message>
        <source>Images ({patterns})</source>
        <translation>图像 ({patterns})</translation>
    </message>
    <message>
        <source>Projects and pictures ({patterns})</source>
        <translation>工程和图像 ({patterns})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>A module is being trained. Pause the training and close?</source>
        <translation>正在训练模块。要暂停训练并关闭吗？</translation>
    </message>
    <message>
        <source>The next start offers to resume it.</source>
        <translation>下次启动时可以继续训练。</translation>
    </message>
    <message>
        <source>Pause and close</source>
        <translation>暂停并关闭</translation>
    </message>
    <message>
        <source>Discard the training “{name}”? What it has learnt cannot be brought back.</source>
        <translation>要放弃训练“{name}”吗？已学到的内容将无法恢复。</translation>
    </message>
    <message>
        <source>Delete {used} GB that are kept for the next training?</source>
        <translation>删除为下次训练保留的 {used} GB 数据？</translation>
    </message>
    <message>
        <source>No module and no picture goes. The next training runs the base again first.</source>
        <translation>不会删除任何模块和图片。下次训练会先重新运行基础模型。</translation>
    </message>
    <message>
        <source>Import module</source>
        <translation>导入模块</translation>
    </message>
    <message>
        <source>Replace it? The one that is here cannot be brought back.</source>
        <translation>要替换它吗？现有的模块将无法恢复。</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Label map</source>
        <translation>标签图</translation>
    </message>
    <message>
        <source>Read as label map…</source>
        <translation>作为标签图读取…</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>两者</translation>
    </message>
    <message>
        <source>Make nothing of it</source>
        <translation>不使用它</translation>
    </message>
    <message>
        <source>Drawing what “{name}” shows</source>
        <translation>正在描绘“{name}”的内容</translation>
    </message>
    <message>
        <source>You can go on meanwhile.</source>
        <translation>其间可以继续工作。</translation>
    </message>
    <message>
        <source>What is “{name}” to become?</source>
        <translation>要把“{name}”变成什么？</translation>
    </message>
    <message>
        <source>The drawing takes its shape; undo brings the old one back.</source>
        <translation>画稿将采用它的长宽比；撤销可恢复原来的画稿。</translation>
    </message>
    <message>
        <source>It is being read.</source>
        <translation>正在读取。</translation>
    </message>
    <message>
        <source>The chosen base brings nothing that tells the classes in a photo</source>
        <translation>所选基础模型没有可在照片中辨认类别的工具</translation>
    </message>
    <message>
        <source>The image is painted in the palette&apos;s colours, which are taken as they are</source>
        <translation>该图像用的正是调色板的颜色，将原样采用</translation>
    </message>
    <message>
        <source>Finds the classes of the palette in the photo</source>
        <translation>在照片中找出调色板的类别</translation>
    </message>
    <message>
        <source>The image is a label map already; shows in which ways it can be read</source>
        <translation>该图像本身就是标签图；显示可以怎样读取</translation>
    </message>
    <message>
        <source>A label map with ink over it</source>
        <translation>标签图，其上加墨线</translation>
    </message>
    <message>
        <source>Draws the lines that matter in ink</source>
        <translation>用墨线描出重要的线条</translation>
    </message>
    <message>
        <source>Takes the lines of the image as they are, pixel for pixel</source>
        <translation>逐像素原样采用图像中的线条</translation>
    </message>
    <message>
        <source>Lies under or over the drawing, to trace from; it is never part of the picture</source>
        <translation>置于画稿之下或之上，供描摹用；绝不会进入图片</translation>
    </message>
    <message>
        <source>Every pixel exact. With its settings inside, it opens here again with its drawing.</source>
        <translation>每个像素都精确无损。内含设置，可在此连同画稿重新打开。</translation>
    </message>
    <message>
        <source>Small, for showing. Fine edges lose a little.</source>
        <translation>文件小，适合展示。精细边缘略有损失。</translation>
    </message>
    <message>
        <source>Smaller than JPEG at the same quality, or exact when lossless.</source>
        <translation>同等质量下比 JPEG 更小；选无损时则完全精确。</translation>
    </message>
    <message>
        <source>Exact. Each pixel is the number of its class, with the palette&apos;s colours.</source>
        <translation>精确。每个像素为其类别的编号，并附调色板颜色。</translation>
    </message>
    <message>
        <source>The palette&apos;s colours, clear where the drawing is unlabelled.</source>
        <translation>采用调色板颜色，未标注处透明。</translation>
    </message>
    <message>
        <source>Black strokes on white paper.</source>
        <translation>白纸上的黑色线条。</translation>
    </message>
    <message>
        <source>A copy of the project, which Krita, GIMP and MyPaint open as layers.</source>
        <translation>工程的副本，Krita、GIMP 和 MyPaint 可按图层打开。</translation>
    </message>
    <message>
        <source>There is no picture yet: paint one first.</source>
        <translation>还没有图像：请先绘制。</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>{width} × {height}, as painted</source>
        <translation>{width} × {height}，与绘制时相同</translation>
    </message>
    <message>
        <source>{width} × {height}, as the drawing</source>
        <translation>{width} × {height}，与画稿相同</translation>
    </message>
    <message>
        <source>Lossless</source>
        <translation>无损</translation>
    </message>
    <message>
        <source>Carry prompt and settings inside</source>
        <translation>内含提示词和设置</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Exporting {name}…</source>
        <translation>正在导出 {name}…</translation>
    </message>
    <message>
        <source>There is no picture to export yet.</source>
        <translation>还没有可导出的图像。</translation>
    </message>
    <message>
        <source>Paint one with Picture, Generate.</source>
        <translation>请用“图像”菜单中的“生成”绘制一张。</translation>
    </message>
    <message>
        <source>Picture as PNG</source>
        <translation>图像（PNG）</translation>
    </message>
    <message>
        <source>Picture as JPEG</source>
        <translation>图像（JPEG）</translation>
    </message>
    <message>
        <source>Picture as WebP</source>
        <translation>图像（WebP）</translation>
    </message>
    <message>
        <source>Label map as PNG of class numbers</source>
        <translation>标签图（PNG，类别编号）</translation>
    </message>
    <message>
        <source>Label map as PNG of colours</source>
        <translation>标签图（PNG，颜色）</translation>
    </message>
    <message>
        <source>Ink as PNG</source>
        <translation>墨线（PNG）</translation>
    </message>
    <message>
        <source>Everything as OpenRaster</source>
        <translation>全部内容（OpenRaster）</translation>
    </message>
    <message>
        <source>A picture of this size cannot be a WebP image.</source>
        <translation>此大小的图像无法存为 WebP。</translation>
    </message>
    <message>
        <source>Export it as PNG.</source>
        <translation>请导出为 PNG。</translation>
    </message>
    <message>
        <source>No module that paints knows this class: the base paints freely there.</source>
        <translation>参与绘制的模块都不认识此类别：基础模型在此自由发挥。</translation>
    </message>
    <message>
        <source>Strength {weight}</source>
        <translation>强度 {weight}</translation>
    </message>
    <message>
        <source>The picture shows it on {recall} of its area; overlap of the two areas {iou}.</source>
        <translation>图像在其 {recall} 的区域体现了该类别；两区域重叠度 {iou}。</translation>
    </message>
    <message>
        <source>{name}: click, or press {key}, to paint with it</source>
        <translation>{name}：单击或按 {key} 用它绘制</translation>
    </message>
    <message>
        <source>{name}: click to paint</source>
        <translation>{name}：单击用它绘制</translation>
    </message>
    <message>
        <source>Show or hide {name} in the drawing</source>
        <translation>在画稿中显示或隐藏“{name}”</translation>
    </message>
    <message>
        <source>Strength of {name}, 0 to 2; double-click for 1</source>
        <translation>“{name}”的强度，0 到 2；双击恢复为 1</translation>
    </message>
    <message>
        <source>{name}: double-click for another colour</source>
        <translation>{name}：双击更换颜色</translation>
    </message>
    <message>
        <source>Paint over everything, or only over the classes chosen here: the others are preserved</source>
        <translation>可覆盖全部内容，或仅覆盖此处所选类别：其余类别不受影响</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Paint over: everything</source>
        <translation>覆盖：全部</translation>
    </message>
    <message>
        <source>Paint over: only {names} and {more} more</source>
        <translation>覆盖：仅 {names} 等另外 {more} 类</translation>
    </message>
    <message>
        <source>Paint over: only {names}</source>
        <translation>覆盖：仅 {names}</translation>
    </message>
    <message>
        <source>to</source>
        <translation>至</translation>
    </message>
    <message>
        <source>Saving asks for a name, so that the other layers of that file are not lost.</source>
        <translation>保存时会询问文件名，以免丢失该文件的其他图层。</translation>
    </message>
    <message>
        <source>A saved picture holds the drawing and its settings, and not the reference photo.</source>
        <translation>保存的图像包含画稿及其设置，但不包含参考照片。</translation>
    </message>
    <message>
        <source>Save a project (.ora) to keep the photo, too.</source>
        <translation>要同时保留照片，请保存为项目 (.ora)。</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>另存为</translation>
    </message>
    <message>
        <source>Open a project, a picture, a label map or a photo</source>
        <translation>打开项目、图像、标签图或照片</translation>
    </message>
    <message>
        <source>opening {name}</source>
        <translation>打开“{name}”</translation>
    </message>
    <message>
        <source>recalling an earlier picture</source>
        <translation>调回较早的图像</translation>
    </message>
    <message>
        <source>starting a new drawing</source>
        <translation>新建画稿</translation>
    </message>
    <message>
        <source>Exported {name}</source>
        <translation>已导出 {name}</translation>
    </message>
    <message>
        <source>Import label map</source>
        <translation>导入标签图</translation>
    </message>
    <message>
        <source>restoring the other drawing</source>
        <translation>恢复另一张画稿</translation>
    </message>
    <message>
        <source>File, Read the label map in another way shows what else it can be.</source>
        <translation>“文件”中的“换一种方式读取标签图”会显示其他可能。</translation>
    </message>
    <message>
        <source>{name} was painted with a setting that cannot be: {error}.</source>
        <translation>“{name}”的某项设置无效：{error}。</translation>
    </message>
    <message>
        <source>Its recipe was changed by hand, or by a newer version of the program.</source>
        <translation>其生成参数被手动改过，或由更新版本的程序写入。</translation>
    </message>
    <message>
        <source>The drawing was read from a layer of “{name}”.</source>
        <translation>画稿读取自“{name}”的一个图层。</translation>
    </message>
    <message>
        <source>“{name}” was changed by another window or program since it was opened or saved here.</source>
        <translation>“{name}”在此处打开或保存之后，已被其他窗口或程序更改。</translation>
    </message>
    <message>
        <source>{name} was not saved; Save as keeps both</source>
        <translation>{name} 未保存；“另存为”可两者都保留</translation>
    </message>
    <message>
        <source>{name} is saved once the picture is painted</source>
        <translation>图像绘制完成后将保存 {name}</translation>
    </message>
    <message>
        <source>Saved {name}</source>
        <translation>已保存 {name}</translation>
    </message>
    <message>
        <source>The picture was not saved, because it could not be painted.</source>
        <translation>图像未能绘制，因此没有保存。</translation>
    </message>
    <message>
        <source>The drawing alone can be kept as a project with File, Save as.</source>
        <translation>可用“文件”菜单中的“另存为”将画稿单独保存为工程。</translation>
    </message>
    <message>
        <source>“{name}” could not be deleted: {error}.</source>
        <translation>无法删除“{name}”：{error}。</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>请重试。</translation>
    </message>
    <message>
        <source>the bin</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>Moved 1 picture to {where}</source>
        <translation>已将 1 张图像移至{where}</translation>
    </message>
    <message>
        <source>Moved {count} pictures to {where}</source>
        <translation>已将 {count} 张图像移至{where}</translation>
    </message>
    <message>
        <source>The gallery takes more room than its limit.</source>
        <translation>图库占用的空间已超出上限。</translation>
    </message>
    <message>
        <source>Delete pictures, or raise the limit in the gallery: nothing is deleted by itself.</source>
        <translation>请删除一些图像，或在图库中提高上限：程序不会自行删除任何内容。</translation>
    </message>
    <message>
        <source>The picture could not be put into the gallery: {reason}.</source>
        <translation>图像无法存入图库：{reason}。</translation>
    </message>
    <message>
        <source>Save it yourself with File, Save picture.</source>
        <translation>请用“文件”菜单中的“保存图像”自行保存。</translation>
    </message>
    <message>
        <source>(no prompt)</source>
        <translation>（无提示词）</translation>
    </message>
    <message>
        <source>Seed {seed} · {width} x {height} pixels</source>
        <translation>种子 {seed} · {width} x {height} 像素</translation>
    </message>
    <message>
        <source>Agreement {share}</source>
        <translation>吻合度 {share}</translation>
    </message>
    <message>
        <source>{moment:%d %B %Y, %H:%M}</source>
        <translation>{moment:%Y}年{moment:%m}月{moment:%d}日 {moment:%H:%M}</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Palette</source>
        <translation>调色板</translation>
    </message>
    <message>
        <source>Map to the module&apos;s classes…</source>
        <translation>映射到模块的类别…</translation>
    </message>
    <message>
        <source>Shows what each class becomes, and asks first</source>
        <translation>先显示各类别的映射结果并询问</translation>
    </message>
    <message>
        <source>Import palette…</source>
        <translation>导入调色板…</translation>
    </message>
    <message>
        <source>Export palette…</source>
        <translation>导出调色板…</translation>
    </message>
    <message>
        <source>Check colours…</source>
        <translation>检查颜色…</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>closing</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Put back into the window</source>
        <translation>放回窗口</translation>
    </message>
    <message>
        <source>Take out of the window</source>
        <translation>移出为独立窗口</translation>
    </message>
    <message>
        <source>Something went wrong inside Sinopia: {error}</source>
        <translation>Sinopia 内部出错：{error}</translation>
    </message>
    <message>
        <source>The drawing is still here; save it, then copy the details into a bug report.</source>
        <translation>画稿仍在；请先保存，再复制详情提交错误报告。</translation>
    </message>
    <message>
        <source>Prompt, class or seed</source>
        <translation>提示词、类别或种子</translation>
    </message>
    <message>
        <source>Only pictures with a star</source>
        <translation>仅显示带星标的图像</translation>
    </message>
    <message>
        <source>What agrees most with its drawing first</source>
        <translation>与画稿最吻合的排在最前</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>调回</translation>
    </message>
    <message>
        <source>Bring back the drawing and all settings of the chosen picture</source>
        <translation>还原所选图像的画稿和全部设置</translation>
    </message>
    <message>
        <source>Wipe between two chosen pictures, or between one and the picture on the sheet (C)</source>
        <translation>滑动对比所选的两张图像，或所选图像与当前图像 (C)</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>星标</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Keep the pictures and their drawings to train a module on</source>
        <translation>保留这些图像及其画稿，用于训练模块</translation>
    </message>
    <message>
        <source>The room that the pictures take, and its limit</source>
        <translation>图像占用的空间及其上限</translation>
    </message>
    <message>
        <source>{used} of {limit}</source>
        <translation>{used} / {limit}</translation>
    </message>
    <message>
        <source>No picture matches the filter.</source>
        <translation>没有符合筛选条件的图像。</translation>
    </message>
    <message>
        <source>Every finished picture is kept here.</source>
        <translation>每张完成的图像都会保存在这里。</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>上限</translation>
    </message>
    <message>
        <source>Say so beyond</source>
        <translation>超出时提醒</translation>
    </message>
    <message>
        <source>{shown} of {total} pictures</source>
        <translation>{shown} / {total} 张图像</translation>
    </message>
    <message>
        <source>1 picture</source>
        <translation>1 张图像</translation>
    </message>
    <message>
        <source>{count} pictures</source>
        <translation>{count} 张图像</translation>
    </message>
    <message>
        <source>What the picture shows</source>
        <translation>图像的内容</translation>
    </message>
    <message>
        <source>What the picture must not show</source>
        <translation>图像中不应出现的内容</translation>
    </message>
    <message>
        <source>Words ▾</source>
        <translation>词汇 ▾</translation>
    </message>
    <message>
        <source>The words that the base knows</source>
        <translation>基础模型认识的词汇</translation>
    </message>
    <message>
        <source>The base does not know: {words}</source>
        <translation>基础模型不认识：{words}</translation>
    </message>
    <message>
        <source>The same seed gives the same picture</source>
        <translation>种子相同，图像相同</translation>
    </message>
    <message>
        <source>More steps: finer, slower</source>
        <translation>步数越多越精细，也越慢</translation>
    </message>
    <message>
        <source>How strictly the picture follows the prompt; 1 and below switch it off</source>
        <translation>图像遵循提示词的程度；1 及以下表示关闭</translation>
    </message>
    <message>
        <source>How strictly the picture follows the drawing; 0 is the base alone</source>
        <translation>图像遵循画稿的程度；0 表示仅用基础模型</translation>
    </message>
    <message>
        <source>The part of the steps in which the drawing acts: early steps lay out, late ones refine</source>
        <translation>画稿起作用的步骤区间：前期步骤决定布局，后期步骤完善细节</translation>
    </message>
    <message>
        <source>Words to keep away from; they count while guidance is above 1</source>
        <translation>要避开的内容；引导强度大于 1 时有效</translation>
    </message>
    <message>
        <source>Other names of classes</source>
        <translation>类别的其他名称</translation>
    </message>
    <message>
        <source>How much the drawing may add to the contrast and the colours of the picture; less is calmer</source>
        <translation>画稿可为图像增添多少对比与色彩；越少越平静</translation>
    </message>
    <message>
        <source>Of the picture, in pixels</source>
        <translation>图像的尺寸，以像素计</translation>
    </message>
    <message>
        <source>What Live paints while you draw, and what the picture is enlarged from</source>
        <translation>绘画时“实时”所画的草图，图像由它放大而成</translation>
    </message>
    <message>
        <source>How many steps the enlarged picture is painted over with</source>
        <translation>放大后的图像再绘制多少步</translation>
    </message>
    <message>
        <source>How much of it is painted anew: more finds more detail, and strays further</source>
        <translation>其中有多少重新绘制：越多细节越多，偏离也越远</translation>
    </message>
    <message>
        <source>Draws the contrast back to the base&apos;s where strength or guidance overdo it</source>
        <translation>当强度或引导强度过大时，将对比度拉回基础模型的水平</translation>
    </message>
    <message>
        <source>With</source>
        <translation>搭配</translation>
    </message>
    <message>
        <source>Refining</source>
        <translation>细化</translation>
    </message>
    <message>
        <source>Repaints</source>
        <translation>重绘</translation>
    </message>
    <message>
        <source>None: at full size at once</source>
        <translation>无：直接以完整尺寸绘制</translation>
    </message>
    <message>
        <source>{side} px</source>
        <translation>{side} 像素</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation>反向提示词</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Modules that paint along</source>
        <translation>一同绘制的模块</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>引导强度</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Module</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>Import module…</source>
        <translation>导入模块…</translation>
    </message>
    <message>
        <source>Install a module from one file; it is chosen at once</source>
        <translation>从单个文件安装模块，并立即选用</translation>
    </message>
    <message>
        <source>Export module…</source>
        <translation>导出模块…</translation>
    </message>
    <message>
        <source>Write the chosen module into one file, with the picture on the sheet as its example; or drag it out</source>
        <translation>将所选模块写入单个文件，并附上当前图像作为示例；也可以直接拖出</translation>
    </message>
    <message>
        <source>Use the trained module</source>
        <translation>使用训练好的模块</translation>
    </message>
    <message>
        <source>Paints with the module that was trained last</source>
        <translation>用最近训练的模块绘制</translation>
    </message>
    <message>
        <source>Hear labels, too</source>
        <translation>同时识别标签</translation>
    </message>
    <message>
        <source>Lets a module that hears label maps paint along</source>
        <translation>让一个识别标签图的模块一起作画</translation>
    </message>
    <message>
        <source>Hear ink, too</source>
        <translation>同时识别墨线</translation>
    </message>
    <message>
        <source>Lets a module that hears ink paint along</source>
        <translation>让一个识别墨线的模块一起作画</translation>
    </message>
    <message>
        <source>Hear colours, too</source>
        <translation>同时理解颜色</translation>
    </message>
    <message>
        <source>Lets a module that hears colour strokes paint along</source>
        <translation>让理解色彩笔触的模块一同绘制</translation>
    </message>
    <message>
        <source>Base</source>
        <translation>基础模型</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>草图</translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation>饱和度</translation>
    </message>
    <message>
        <source>Rescale</source>
        <translation>重缩放</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>{percent} % painted differently</source>
        <translation>{percent}% 的绘制内容不同</translation>
    </message>
    <message>
        <source>Ink</source>
        <translation>墨线</translation>
    </message>
    <message>
        <source>other strokes</source>
        <translation>笔画不同</translation>
    </message>
    <message>
        <source>Sampler</source>
        <translation>采样器</translation>
    </message>
    <message>
        <source>Strengths of classes</source>
        <translation>类别强度</translation>
    </message>
    <message>
        <source>Strength of {name}</source>
        <translation>“{name}”的强度</translation>
    </message>
    <message>
        <source>Acts from</source>
        <translation>作用区间</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>None: the base alone</source>
        <translation>无：仅用基础模型</translation>
    </message>
    <message>
        <source>Live: {state}</source>
        <translation>实时：{state}</translation>
    </message>
    <message>
        <source>Scaled (γ)</source>
        <translation>缩放 (γ)</translation>
    </message>
    <message>
        <source>How much the module scaled the base&apos;s own prediction, in each cell</source>
        <translation>模块在每个格子中对基础模型自身预测的缩放程度</translation>
    </message>
    <message>
        <source>Added (β)</source>
        <translation>叠加 (β)</translation>
    </message>
    <message>
        <source>How much the module added to the base&apos;s own prediction, in each cell</source>
        <translation>模块在每个格子中向基础模型自身预测叠加的程度</translation>
    </message>
    <message>
        <source>With and without</source>
        <translation>有无对比</translation>
    </message>
    <message>
        <source>The picture that the step predicts, and right of the divider the base&apos;s own</source>
        <translation>该步预测的图像；分割线右侧为基础模型自身的预测</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>The base painted alone.</source>
        <translation>仅由基础模型绘制。</translation>
    </message>
    <message>
        <source>Paint a picture to see what the module did in it.</source>
        <translation>绘制一张图像，即可查看模块在其中的作用。</translation>
    </message>
    <message>
        <source>step {step} of {steps}</source>
        <translation>第 {step} 步，共 {steps} 步</translation>
    </message>
    <message>
        <source>left with the module, right without</source>
        <translation>左侧有模块，右侧没有</translation>
    </message>
    <message>
        <source>Mean over the area of each class. The brightest colour is {most}.</source>
        <translation>各类别区域内的平均值。最亮的颜色代表 {most}。</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
    <message>
        <source>agreement {share}</source>
        <translation>吻合度 {share}</translation>
    </message>
    <message>
        <source>On {share} of the labelled area the picture shows the class that is drawn.</source>
        <translation>在已标注区域的 {share} 上，图像体现了所画的类别。</translation>
    </message>
    <message>
        <source>Not compared, because the segmenter does not know it: {names}</source>
        <translation>未比较，因为分割器不认识：{names}</translation>
    </message>
    <message>
        <source>View, Where the picture differs, hatches the rest.</source>
        <translation>“视图 › 图像与画稿不符之处”用斜线标出其余部分。</translation>
    </message>
    <message>
        <source>picture {number} of {count}</source>
        <translation>第 {number}/{count} 张</translation>
    </message>
    <message>
        <source>picture {number} of {count}, best {share}</source>
        <translation>第 {number}/{count} 张，最佳 {share}</translation>
    </message>
    <message>
        <source>painted in {time}</source>
        <translation>用时 {time}</translation>
    </message>
    <message>
        <source>brush {size} px</source>
        <translation>画笔 {size} px</translation>
    </message>
    <message>
        <source>Tool options</source>
        <translation>工具选项</translation>
    </message>
    <message>
        <source>How much the picture covers the drawing</source>
        <translation>图像覆盖画稿的程度</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <source>Steady</source>
        <translation>防抖</translation>
    </message>
    <message>
        <source>How far the pointer pulls the pen behind itself: the farther, the calmer the line</source>
        <translation>指针牵引钢笔的距离：越远，线条越平稳</translation>
    </message>
    <message>
        <source>This tool has no options</source>
        <translation>此工具没有选项</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>up to date</source>
        <translation>已是最新</translation>
    </message>
    <message>
        <source>painting</source>
        <translation>正在绘制</translation>
    </message>
    <message>
        <source>waiting for a pause</source>
        <translation>等待停笔</translation>
    </message>
    <message>
        <source>stopped; paint to go on</source>
        <translation>已停止；继续绘画即可恢复</translation>
    </message>
    <message>
        <source>paused after an error</source>
        <translation>出错后已暂停</translation>
    </message>
    <message>
        <source>The settings in “{name}” are damaged, so they stay as they are.</source>
        <translation>“{name}”中的设置已损坏，因此保持现有设置。</translation>
    </message>
    <message>
        <source>“{name}” has settings unknown here, left out: {settings}.</source>
        <translation>“{name}”含有此处未知的设置，已略去：{settings}。</translation>
    </message>
    <message>
        <source>The picture in “{name}” is damaged, so it has to be painted again.</source>
        <translation>“{name}”中的图像已损坏，需要重新绘制。</translation>
    </message>
    <message>
        <source>The reference photo in “{name}” is damaged, so it was left out.</source>
        <translation>“{name}”中的参考照片已损坏，已略去。</translation>
    </message>
    <message>
        <source>Open recent</source>
        <translation>打开最近的文件</translation>
    </message>
    <message>
        <source>Clear list</source>
        <translation>清空列表</translation>
    </message>
    <message>
        <source>The drawing could not be discarded: {error}.</source>
        <translation>无法丢弃画稿：{error}。</translation>
    </message>
    <message>
        <source>It is offered again.</source>
        <translation>下次会再次询问。</translation>
    </message>
    <message>
        <source>The autosaved drawing was cut short, so it came back up to its last whole stroke.</source>
        <translation>自动保存的画稿不完整，已恢复到最后一笔完整的笔画。</translation>
    </message>
    <message>
        <source>What came after could not be read.</source>
        <translation>其后的内容无法读取。</translation>
    </message>
    <message>
        <source>The file is kept in {kept}.</source>
        <translation>该文件保留在 {kept}。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Go on with this drawing</source>
        <translation>继续绘制这张画稿</translation>
    </message>
    <message>
        <source>Label map and sketch</source>
        <translation>标签图和草图</translation>
    </message>
    <message>
        <source>Small, quick</source>
        <translation>小，快速</translation>
    </message>
    <message>
        <source>Large, better</source>
        <translation>大，更好</translation>
    </message>
    <message>
        <source>Few pictures go further where another module lends what it knows</source>
        <translation>借用另一个模块已学到的内容，少量图片也能训练得更好</translation>
    </message>
    <message>
        <source>Leave out what cannot be used</source>
        <translation>略过无法使用的内容</translation>
    </message>
    <message>
        <source>Else one damaged picture or label map ends the training, and all of them are named</source>
        <translation>否则，只要有一张图片或标签图损坏，训练就会终止，并列出全部损坏项</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Stop and keep</source>
        <translation>停止并保留</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>End now, with the module as good as it is</source>
        <translation>立即结束，保留目前的模块</translation>
    </message>
    <message>
        <source>It can be resumed later, after a restart, too</source>
        <translation>之后可以继续，重启程序后也可以</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Delete it; the next training runs the base again first</source>
        <translation>删除这些数据；下次训练会先重新运行基础模型</translation>
    </message>
    <message>
        <source>Held-out gain, from little noise to much</source>
        <translation>留出集增益，噪声由少到多</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Hears</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>Begin with</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source>Room on disk</source>
        <translation>磁盘空间</translation>
    </message>
    <message>
        <source>The one that paints</source>
        <translation>当前绘制所用</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>从零开始</translation>
    </message>
    <message>
        <source>Install</source>
        <translation>安装</translation>
    </message>
    <message>
        <source>{number} so far; at least {fewest} are needed</source>
        <translation>目前有 {number} 张；至少需要 {fewest} 张</translation>
    </message>
    <message>
        <source>{number} to learn from</source>
        <translation>可供学习：{number} 张</translation>
    </message>
    <message>
        <source>{number} or more to learn from</source>
        <translation>可供学习：{number} 张以上</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>trained, not installed</source>
        <translation>已训练，未安装</translation>
    </message>
    <message>
        <source>coming to an end</source>
        <translation>正在结束</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练中</translation>
    </message>
    <message>
        <source>Loss {loss} % against the base · {rate} examples a second · {minutes} min left</source>
        <translation>相对基础模型的损失 {loss} % · 每秒 {rate} 个样本 · 剩余 {minutes} 分钟</translation>
    </message>
    <message>
        <source>What the base said is kept for the next training: {used} GB</source>
        <translation>基础模型的输出留作下次训练使用：{used} GB</translation>
    </message>
    <message>
        <source>Pictures to train on</source>
        <translation>用于训练的图片</translation>
    </message>
    <message>
        <source>Put it into the bin</source>
        <translation>放入回收站</translation>
    </message>
    <message>
        <source>Sinopia ended before “{name}” was saved.</source>
        <translation>Sinopia 上次退出时“{name}”尚未保存。</translation>
    </message>
    <message>
        <source>Sinopia ended before a drawing was saved.</source>
        <translation>Sinopia 上次退出时有一张画稿尚未保存。</translation>
    </message>
    <message>
        <source>{width} x {height} pixels</source>
        <translation>{width} x {height} 像素</translation>
    </message>
    <message>
        <source>1 more drawing after this one</source>
        <translation>此后还有 1 张画稿</translation>
    </message>
    <message>
        <source>{count} more drawings after this one</source>
        <translation>此后还有 {count} 张画稿</translation>
    </message>
    <message>
        <source>last stroke today at {moment:%H:%M}</source>
        <translation>最后一笔：今天 {moment:%H:%M}</translation>
    </message>
    <message>
        <source>last stroke on {moment:%d %B %Y} at {moment:%H:%M}</source>
        <translation>最后一笔：{moment:%Y}年{moment:%m}月{moment:%d}日 {moment:%H:%M}</translation>
    </message>
    <message>
        <source>Getting ready to paint</source>
        <translation>正在准备绘制</translation>
    </message>
    <message>
        <source>refining</source>
        <translation>正在细化</translation>
    </message>
    <message>
        <source>drafting</source>
        <translation>正在画草图</translation>
    </message>
    <message>
        <source>{number} is not between {low} and {high}</source>
        <translation>{number} 不在 {low} 到 {high} 之间</translation>
    </message>
    <message>
        <source>{value} is not a whole number between {low} and {high}</source>
        <translation>{value} 不是 {low} 到 {high} 之间的整数</translation>
    </message>
    <message>
        <source>{value} is not text</source>
        <translation>{value} 不是文本</translation>
    </message>
    <message>
        <source>{value} is neither true nor false</source>
        <translation>{value} 既不是真也不是假</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>{value} is none of {known}</source>
        <translation>{value} 不在 {known} 之中</translation>
    </message>
    <message>
        <source>The window starts at {start} and ends at {end}</source>
        <translation>作用区间从 {start} 开始，到 {end} 结束</translation>
    </message>
    <message>
        <source>{value} is no table</source>
        <translation>{value} 不是表</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Painting</source>
        <translation>绘制</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Full, 32 bits</source>
        <translation>全精度，32 位</translation>
    </message>
    <message>
        <source>Half, bfloat16</source>
        <translation>半精度，bfloat16</translation>
    </message>
    <message>
        <source>Half, float16</source>
        <translation>半精度，float16</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>What paints. Automatic takes a graphics card where there is one.</source>
        <translation>用于绘制的设备。“自动”会优先使用显卡。</translation>
    </message>
    <message>
        <source>Half the bits are faster on most graphics cards, and slower on most processors.</source>
        <translation>半精度在多数显卡上更快，在多数处理器上更慢。</translation>
    </message>
    <message>
        <source>The picture follows the drawing while you paint.</source>
        <translation>绘画时图像随画稿更新。</translation>
    </message>
    <message>
        <source>How many pictures are painted to keep the one that agrees most with the drawing.</source>
        <translation>绘制多少张图像，以保留与画稿最吻合的一张。</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Takes effect at the next start.</source>
        <translation>下次启动时生效。</translation>
    </message>
    <message>
        <source>Memory for undo</source>
        <translation>撤销占用的内存</translation>
    </message>
    <message>
        <source>Beyond it the oldest entries of the history are forgotten.</source>
        <translation>超出后会丢弃最早的历史记录。</translation>
    </message>
    <message>
        <source>Room for the gallery</source>
        <translation>图库空间</translation>
    </message>
    <message>
        <source>Beyond it a notice says so; nothing is deleted by itself.</source>
        <translation>超出后会提醒；不会自行删除任何内容。</translation>
    </message>
    <message>
        <source>The settings in {path} cannot be read, so this session starts with the defaults.</source>
        <translation>无法读取 {path} 中的设置，本次以默认设置启动。</translation>
    </message>
    <message>
        <source>These settings cannot be read and keep their defaults: {names}.</source>
        <translation>以下设置无法读取，将保持默认值：{names}。</translation>
    </message>
    <message>
        <source>The settings could not be saved: {reason}.</source>
        <translation>无法保存设置：{reason}。</translation>
    </message>
    <message>
        <source>What you set holds until the window is closed.</source>
        <translation>您的设置在窗口关闭之前有效。</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>自定</translation>
    </message>
    <message>
        <source>Keep proportions</source>
        <translation>保持比例</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>New drawing</source>
        <translation>新建画稿</translation>
    </message>
    <message>
        <source>Resize drawing</source>
        <translation>调整画稿大小</translation>
    </message>
    <message>
        <source>Resize</source>
        <translation>调整大小</translation>
    </message>
    <message>
        <source>The drawing cannot be extended to {width} × {height} pixels.</source>
        <translation>画稿无法扩展到 {width} × {height} 像素。</translation>
    </message>
    <message>
        <source>The longest side is {most} pixels: make the drawing smaller first.</source>
        <translation>最长边为 {most} 像素：请先缩小画稿。</translation>
    </message>
    <message>
        <source>Shape {shape}</source>
        <translation>画幅 {shape}</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; is too large to open.</source>
        <translation>“{name}”太大，无法打开。</translation>
    </message>
    <message>
        <source>Make it smaller in the program it is from.</source>
        <translation>请在原程序中将其缩小。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; could not be read: {reason}.</source>
        <translation>无法读取“{name}”：{reason}。</translation>
    </message>
    <message>
        <source>Check the file.</source>
        <translation>请检查该文件。</translation>
    </message>
    <message>
        <source>“{name}” is damaged, or no image that can be opened here.</source>
        <translation>“{name}”已损坏，或不是此处能打开的图像。</translation>
    </message>
    <message>
        <source>Open it in another program and save it as PNG or JPEG.</source>
        <translation>请用其他程序打开，并另存为 PNG 或 JPEG。</translation>
    </message>
    <message>
        <source>“{name}” is a HEIC photo, and what opens these is not installed.</source>
        <translation>“{name}”是 HEIC 照片，而打开它所需的组件尚未安装。</translation>
    </message>
    <message>
        <source>Install it with “pip install pillow-heif”, or save the photo as JPEG.</source>
        <translation>请用 “pip install pillow-heif” 安装，或把照片存为 JPEG。</translation>
    </message>
    <message>
        <source>“{name}” is an AVIF image, which the Pillow installed here does not open.</source>
        <translation>“{name}”是 AVIF 图像，此处安装的 Pillow 无法打开。</translation>
    </message>
    <message>
        <source>Update Pillow, or save the photo as JPEG.</source>
        <translation>请更新 Pillow，或把照片存为 JPEG。</translation>
    </message>
    <message>
        <source>“{name}” has too many pixels to open.</source>
        <translation>“{name}”像素过多，无法打开。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; holds too many files to be a drawing.</source>
        <translation>“{name}”包含的文件过多，不像是画稿。</translation>
    </message>
    <message>
        <source>Check where it comes from.</source>
        <translation>请检查其来源。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; holds &quot;{part}&quot;, which is too large to open.</source>
        <translation>“{name}”中的“{part}”太大，无法打开。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; is encrypted.</source>
        <translation>“{name}”已加密。</translation>
    </message>
    <message>
        <source>Save it without a password.</source>
        <translation>请不加密码地重新保存。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; is packed in an unusual way.</source>
        <translation>“{name}”的压缩方式不受支持。</translation>
    </message>
    <message>
        <source>Save it anew as OpenRaster.</source>
        <translation>请重新保存为 OpenRaster。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; is damaged, or no OpenRaster file.</source>
        <translation>“{name}”已损坏，或不是 OpenRaster 文件。</translation>
    </message>
    <message>
        <source>Open another copy of it.</source>
        <translation>请打开它的另一份副本。</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>Free some space or save to another disk, then save again.</source>
        <translation>请腾出空间或换一个磁盘，然后重新保存。</translation>
    </message>
    <message>
        <source>your disk quota is used up</source>
        <translation>磁盘配额已用完</translation>
    </message>
    <message>
        <source>the disk cannot hold a file of this size</source>
        <translation>磁盘无法存放这么大的文件</translation>
    </message>
    <message>
        <source>Save to another disk.</source>
        <translation>请保存到其他磁盘。</translation>
    </message>
    <message>
        <source>it is not allowed to write there</source>
        <translation>没有写入权限</translation>
    </message>
    <message>
        <source>Save under another name or in another folder.</source>
        <translation>请换一个文件名或文件夹保存。</translation>
    </message>
    <message>
        <source>the disk is read-only</source>
        <translation>磁盘是只读的</translation>
    </message>
    <message>
        <source>Save in another folder.</source>
        <translation>请保存到其他文件夹。</translation>
    </message>
    <message>
        <source>its folder does not exist</source>
        <translation>文件夹不存在</translation>
    </message>
    <message>
        <source>Create the folder, or save in another one.</source>
        <translation>请创建该文件夹，或保存到其他文件夹。</translation>
    </message>
    <message>
        <source>its folder is a file</source>
        <translation>所在文件夹其实是一个文件</translation>
    </message>
    <message>
        <source>a folder has this name</source>
        <translation>已有同名文件夹</translation>
    </message>
    <message>
        <source>Save under another name.</source>
        <translation>请换一个文件名保存。</translation>
    </message>
    <message>
        <source>its link leads to itself</source>
        <translation>其链接指向自身</translation>
    </message>
    <message>
        <source>the name is too long</source>
        <translation>文件名过长</translation>
    </message>
    <message>
        <source>Choose a shorter name.</source>
        <translation>请使用较短的文件名。</translation>
    </message>
    <message>
        <source>no file can have this name</source>
        <translation>没有文件可以使用此名称</translation>
    </message>
    <message>
        <source>Save somewhere else.</source>
        <translation>请保存到其他位置。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; could not be saved: {reason}.</source>
        <translation>无法保存“{name}”：{reason}。</translation>
    </message>
    <message>
        <source>the system uses this name for a device</source>
        <translation>系统把此名称用于设备</translation>
    </message>
    <message>
        <source>a pipe or device has this name</source>
        <translation>此名称属于管道或设备</translation>
    </message>
    <message>
        <source>A drawing cannot be {width} x {height} pixels.</source>
        <translation>画稿不能是 {width} x {height} 像素。</translation>
    </message>
    <message>
        <source>Each side can have 1 to {most} pixels. Make the image smaller first.</source>
        <translation>每边可为 1 到 {most} 像素。请先缩小图像。</translation>
    </message>
    <message>
        <source>The drawing has class {ids}, unknown to &quot;{palette}&quot;.</source>
        <translation>画稿含有调色板“{palette}”中没有的类别：{ids}。</translation>
    </message>
    <message>
        <source>Choose the palette that the drawing was made with, or add these classes to it.</source>
        <translation>请选择绘制该画稿时所用的调色板，或在调色板中添加这些类别。</translation>
    </message>
    <message>
        <source>{before}, {item}</source>
        <translation>{before}、{item}</translation>
    </message>
    <message>
        <source>{shown} and {count} more</source>
        <translation>{shown} 以及另外 {count} 个</translation>
    </message>
    <message>
        <source>The drawing could not be autosaved: {reason}.</source>
        <translation>无法自动保存画稿：{reason}。</translation>
    </message>
    <message>
        <source>Save it yourself, and free some space.</source>
        <translation>请自行保存，并腾出一些空间。</translation>
    </message>
    <message>
        <source>The drawing could not be autosaved: {error}.</source>
        <translation>无法自动保存画稿：{error}。</translation>
    </message>
    <message>
        <source>Save it yourself.</source>
        <translation>请自行保存。</translation>
    </message>
    <message>
        <source>Check the disk.</source>
        <translation>请检查磁盘。</translation>
    </message>
    <message>
        <source>The autosaved drawing &quot;{name}&quot; is damaged from its beginning.</source>
        <translation>自动保存的画稿“{name}”从开头就已损坏。</translation>
    </message>
    <message>
        <source>Nothing can be read.</source>
        <translation>没有可读取的内容。</translation>
    </message>
    <message>
        <source>Choose the palette that the map was made with, or add these classes to it.</source>
        <translation>请选择制作该标签图时所用的调色板，或在调色板中添加这些类别。</translation>
    </message>
    <message>
        <source>Save the map without smoothing, in the exact colours of the palette, or as an indexed PNG.</source>
        <translation>请关闭平滑，用调色板的精确颜色保存标签图，或保存为索引 PNG。</translation>
    </message>
    <message>
        <source>Check the file and open it again.</source>
        <translation>请检查文件后重新打开。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; says other classes by its colours than by its numbers.</source>
        <translation>“{name}”按颜色和按编号得到的类别不一致。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; has half-transparent grey pixels.</source>
        <translation>“{name}”含有半透明的灰色像素。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; has a class that is transparent.</source>
        <translation>“{name}”中有一个类别是透明的。</translation>
    </message>
    <message>
        <source>“{name}” has the number {number}, which is unlabelled here.</source>
        <translation>“{name}”含有编号 {number}，在此视为未标注。</translation>
    </message>
    <message>
        <source>“{name}” was made smaller, from {wide} x {high} to {width} x {height} pixels, without mixing classes.</source>
        <translation>“{name}”已从 {wide} x {high} 缩小到 {width} x {height} 像素，未混合类别。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; has {counted} that the palette &quot;{palette}&quot; lacks: {listed}.</source>
        <translation>“{name}”中有 {counted}是调色板“{palette}”所没有的：{listed}。</translation>
    </message>
    <message>
        <source>1 class</source>
        <translation>1 个类别</translation>
    </message>
    <message>
        <source>{count} classes</source>
        <translation>{count} 个类别</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; is of a format that changes colours.</source>
        <translation>“{name}”的格式会改变颜色。</translation>
    </message>
    <message>
        <source>Save it as an indexed PNG.</source>
        <translation>请保存为索引 PNG。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; is not a PNG image.</source>
        <translation>“{name}”不是 PNG 图像。</translation>
    </message>
    <message>
        <source>A label map is a PNG; JPEG and others change its colours.</source>
        <translation>标签图须为 PNG；JPEG 等格式会改变颜色。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; is {width} x {height} pixels, too large for a drawing.</source>
        <translation>“{name}”为 {width} x {height} 像素，超出画稿的上限。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; has no pixels.</source>
        <translation>“{name}”没有像素。</translation>
    </message>
    <message>
        <source>Each side can have 1 to {most} pixels. Make the image smaller first, without smoothing.</source>
        <translation>每边可为 1 到 {most} 像素。请先缩小图像，且不要平滑。</translation>
    </message>
    <message>
        <source>There is too little memory for &quot;{name}&quot;.</source>
        <translation>内存不足，无法打开“{name}”。</translation>
    </message>
    <message>
        <source>Make the image smaller first.</source>
        <translation>请先把图像缩小。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; is no image that can be opened here.</source>
        <translation>“{name}”不是可以在此打开的图像。</translation>
    </message>
    <message>
        <source>A label map is a PNG, or another image whose colours are exact.</source>
        <translation>标签图是 PNG，或其他颜色准确的图像。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; holds fractions, not class numbers.</source>
        <translation>“{name}”包含小数，而不是类别编号。</translation>
    </message>
    <message>
        <source>Save it as whole numbers.</source>
        <translation>请以整数保存。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; is damaged or cut short.</source>
        <translation>“{name}”已损坏或不完整。</translation>
    </message>
    <message>
        <source>Copy or export the file again.</source>
        <translation>请重新复制或导出该文件。</translation>
    </message>
    <message>
        <source>Make the image smaller first, without smoothing.</source>
        <translation>请先把图像缩小，且不要平滑。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; has too many pixels to open.</source>
        <translation>“{name}”像素过多，无法打开。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; is {width} x {height} pixels, too many to open.</source>
        <translation>“{name}”为 {width} x {height} 像素，过多而无法打开。</translation>
    </message>
    <message>
        <source>1 colour</source>
        <translation>1 种颜色</translation>
    </message>
    <message>
        <source>{count} colours</source>
        <translation>{count} 种颜色</translation>
    </message>
    <message>
        <source>Paint one layer without smoothing, in the exact colours of the palette, or choose the palette that it has.</source>
        <translation>请关闭平滑，用调色板的精确颜色绘制一个图层，或选择它所用的调色板。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; has {count} layers, too many to open.</source>
        <translation>“{name}”有 {count} 个图层，太多，无法打开。</translation>
    </message>
    <message>
        <source>Merge some of them first.</source>
        <translation>请先合并其中一些。</translation>
    </message>
    <message>
        <source>A layer of {kind} was left out: {problem}</source>
        <translation>略过了一个{kind}图层：{problem}</translation>
    </message>
    <message>
        <source>Make it smaller first, or remove the layer.</source>
        <translation>请先把它缩小，或移除该图层。</translation>
    </message>
    <message>
        <source>Hidden layers are not part of the drawing: {layers}.</source>
        <translation>隐藏的图层不属于画稿：{layers}。</translation>
    </message>
    <message>
        <source>Layers that are mixed with what is below are not part of the drawing: {layers}.</source>
        <translation>与下方混合的图层不属于画稿：{layers}。</translation>
    </message>
    <message>
        <source>Layers that are not painted in classes alone were left out: {layers}.</source>
        <translation>略过了并非只用类别绘制的图层：{layers}。</translation>
    </message>
    <message>
        <source>Layers that cannot be read were left out: {layers}.</source>
        <translation>略过了无法读取的图层：{layers}。</translation>
    </message>
    <message>
        <source>Soft edges became hard ones, at half of the opacity: {layers}.</source>
        <translation>柔和的边缘已在半透明处变为硬边：{layers}。</translation>
    </message>
    <message>
        <source>Layers in a colour of their own are the classes of their names: {layers}.</source>
        <translation>自带颜色的图层按其名称归为类别：{layers}。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; has no layer with anything painted on it.</source>
        <translation>“{name}”中没有任何有内容的图层。</translation>
    </message>
    <message>
        <source>No layer of &quot;{name}&quot; is painted in the colours of the palette &quot;{palette}&quot; alone: &quot;{layer}&quot; comes nearest and also has {colours}.</source>
        <translation>“{name}”中没有只用调色板“{palette}”的颜色绘制的图层：最接近的“{layer}”还含有 {colours}。</translation>
    </message>
    <message>
        <source>The layer &quot;{name}&quot; is {width} x {height} pixels, too large to open.</source>
        <translation>图层“{name}”为 {width} x {height} 像素，太大，无法打开。</translation>
    </message>
    <message>
        <source>{colour} at {percent} % opacity</source>
        <translation>{colour}（不透明度 {percent}%）</translation>
    </message>
    <message>
        <source>unlabelled</source>
        <translation>未标注</translation>
    </message>
    <message>
        <source>A palette is {example}.</source>
        <translation>调色板的格式为 {example}。</translation>
    </message>
    <message>
        <source>The palette is not usable: its name has characters that cannot be shown.</source>
        <translation>调色板无法使用：其名称含有无法显示的字符。</translation>
    </message>
    <message>
        <source>Write the name in one line.</source>
        <translation>请将名称写在一行内。</translation>
    </message>
    <message>
        <source>The palette is not usable: its name or source is too long, or not text.</source>
        <translation>调色板无法使用：其名称或来源过长，或不是文本。</translation>
    </message>
    <message>
        <source>Write each in one line of at most {count} characters.</source>
        <translation>请各写在一行内，不超过 {count} 个字符。</translation>
    </message>
    <message>
        <source>entry {number} (&quot;{name}&quot;)</source>
        <translation>第 {number} 项（“{name}”）</translation>
    </message>
    <message>
        <source>the id {class_id}</source>
        <translation>编号 {class_id}</translation>
    </message>
    <message>
        <source>the name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>the colour {colour}</source>
        <translation>颜色 {colour}</translation>
    </message>
    <message>
        <source>the key {key}</source>
        <translation>快捷键 {key}</translation>
    </message>
    <message>
        <source>The palette is not usable: {where} has {what} of &quot;{name}&quot;.</source>
        <translation>调色板无法使用：{where}与“{name}”的{what}相同。</translation>
    </message>
    <message>
        <source>Give every class its own id, name and colour.</source>
        <translation>请为每个类别设定各自的编号、名称和颜色。</translation>
    </message>
    <message>
        <source>The palette is not usable: it has no class 0 named &quot;unlabelled&quot;.</source>
        <translation>调色板无法使用：缺少名为“unlabelled”的 0 号类别。</translation>
    </message>
    <message>
        <source>Id 0 is what nobody has painted yet; the other classes count from 1.</source>
        <translation>编号 0 表示尚未绘制之处；其他类别从 1 开始编号。</translation>
    </message>
    <message>
        <source>The palette is not usable: line {line}, column {column}: {problem}.</source>
        <translation>调色板无法使用：第 {line} 行第 {column} 列：{problem}。</translation>
    </message>
    <message>
        <source>The palette is not usable: it is no palette at all.</source>
        <translation>调色板无法使用：它根本不是调色板。</translation>
    </message>
    <message>
        <source>The palette is not usable: it has no list of &quot;classes&quot;.</source>
        <translation>调色板无法使用：缺少“classes”列表。</translation>
    </message>
    <message>
        <source>The palette is not usable: it has no &quot;name&quot;.</source>
        <translation>调色板无法使用：缺少“name”。</translation>
    </message>
    <message>
        <source>The palette is not usable: its &quot;source&quot; is not text.</source>
        <translation>调色板无法使用：其“source”不是文本。</translation>
    </message>
    <message>
        <source>The palette is not usable: {where} has the id {class_id}.</source>
        <translation>调色板无法使用：{where}的编号为 {class_id}。</translation>
    </message>
    <message>
        <source>Ids go from 0 to 255.</source>
        <translation>编号范围为 0 到 255。</translation>
    </message>
    <message>
        <source>The palette is not usable: {where} has no name.</source>
        <translation>调色板无法使用：{where}没有名称。</translation>
    </message>
    <message>
        <source>Name every class.</source>
        <translation>请为每个类别命名。</translation>
    </message>
    <message>
        <source>The palette is not usable: {where} has a name that is too long, or not text.</source>
        <translation>调色板无法使用：{where}的名称过长，或不是文本。</translation>
    </message>
    <message>
        <source>The palette is not usable: {where} has the colour {colour}.</source>
        <translation>调色板无法使用：{where}的颜色为 {colour}。</translation>
    </message>
    <message>
        <source>Colours are three numbers, 0 to 255.</source>
        <translation>颜色为三个 0 到 255 之间的数。</translation>
    </message>
    <message>
        <source>The palette is not usable: {where} has the key {key}.</source>
        <translation>调色板无法使用：{where}的快捷键为 {key}。</translation>
    </message>
    <message>
        <source>Keys are the digits 1 to 9.</source>
        <translation>快捷键须为数字 1 到 9。</translation>
    </message>
    <message>
        <source>The palette is not usable: entry {number} is not exactly a whole &quot;id&quot;, a &quot;name&quot; and three numbers &quot;rgb&quot;.</source>
        <translation>调色板无法使用：第 {number} 项应恰好包含整数“id”、“name”和三个数的“rgb”。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; comes from a newer version; what is unknown here was left out.</source>
        <translation>“{name}”来自更新的版本；已略去此处未知的内容。</translation>
    </message>
    <message>
        <source>Another program has added to “{name}”: {parts}. Saving asks for another file, so that it stays whole.</source>
        <translation>其他程序在“{name}”中添加了：{parts}。保存时会要求另选文件，以保持其完整。</translation>
    </message>
    <message>
        <source>Brush stroke</source>
        <translation>画笔笔画</translation>
    </message>
    <message>
        <source>Eraser stroke</source>
        <translation>橡皮擦笔画</translation>
    </message>
    <message>
        <source>The base {name} predicts “{kind}”, which is not supported.</source>
        <translation>基础模型 {name} 的预测类型“{kind}”不受支持。</translation>
    </message>
    <message>
        <source>Choose another base.</source>
        <translation>请选择其他基础模型。</translation>
    </message>
    <message>
        <source>There is no base at {name}.</source>
        <translation>{name} 处没有基础模型。</translation>
    </message>
    <message>
        <source>Choose another base, or put its folder back.</source>
        <translation>请选择其他基础模型，或将其文件夹放回原处。</translation>
    </message>
    <message>
        <source>The base {name} has a network of class {kind}, which is not supported.</source>
        <translation>基础模型 {name} 的网络类型 {kind} 不受支持。</translation>
    </message>
    <message>
        <source>Choose a Stable Diffusion 1.x or 2.x folder, or an unconditional one, in diffusers form.</source>
        <translation>请选择 diffusers 格式的 Stable Diffusion 1.x 或 2.x 文件夹，或无条件模型的文件夹。</translation>
    </message>
    <message>
        <source>The base {name} has an autoencoder of class {vae_class}, which is not supported.</source>
        <translation>基础模型 {name} 的自编码器类型 {vae_class} 不受支持。</translation>
    </message>
    <message>
        <source>Choose a base with one of these: {known}.</source>
        <translation>请选择带有以下类型之一的基础模型：{known}。</translation>
    </message>
    <message>
        <source>The base {name} lacks its tokenizer.</source>
        <translation>基础模型 {name} 缺少分词器。</translation>
    </message>
    <message>
        <source>Copy the folder tokenizer from where the base came; it holds vocab.json and merges.txt.</source>
        <translation>请从基础模型的来源复制 tokenizer 文件夹；其中有 vocab.json 和 merges.txt。</translation>
    </message>
    <message>
        <source>The tokenizer of the base {name} is another text encoder&apos;s.</source>
        <translation>基础模型 {name} 的分词器属于另一个文本编码器。</translation>
    </message>
    <message>
        <source>Copy the folder tokenizer from where the base came.</source>
        <translation>请从基础模型的来源复制 tokenizer 文件夹。</translation>
    </message>
    <message>
        <source>The picture could not be painted: {cause}.</source>
        <translation>无法绘制图像：{cause}。</translation>
    </message>
    <message>
        <source>The drawing is safe. Try again; if it happens again, copy the details into a bug report.</source>
        <translation>画稿是安全的。请重试；若再次出错，请复制详情提交错误报告。</translation>
    </message>
    <message>
        <source>it ended without a picture</source>
        <translation>它没有得到图像就结束了</translation>
    </message>
    <message>
        <source>This machine has no device “{name}”.</source>
        <translation>本机没有设备“{name}”。</translation>
    </message>
    <message>
        <source>Choose “auto” or “cpu”.</source>
        <translation>请选择“auto”或“cpu”。</translation>
    </message>
    <message>
        <source>There is no precision “{name}”.</source>
        <translation>没有精度“{name}”。</translation>
    </message>
    <message>
        <source>Choose one of {known}.</source>
        <translation>请从 {known} 中选择。</translation>
    </message>
    <message>
        <source>CPU · {count} cores</source>
        <translation>CPU · {count} 核</translation>
    </message>
    <message>
        <source>CPU · 1 core</source>
        <translation>CPU · 1 核</translation>
    </message>
    <message>
        <source>Painting again in float32</source>
        <translation>正以 float32 重新绘制</translation>
    </message>
    <message>
        <source>The picture broke up in the fast number format, so it was painted again in float32.</source>
        <translation>图像在快速数值格式下失真，已改用 float32 重新绘制。</translation>
    </message>
    <message>
        <source>Pictures of this base break up in the fast number format, so it was painted in float32.</source>
        <translation>此基础模型的图像在快速数字格式下会崩坏，因此改用 float32 绘制。</translation>
    </message>
    <message>
        <source>The memory is too small to compare the picture with the drawing.</source>
        <translation>内存太小，无法将图像与画稿比较。</translation>
    </message>
    <message>
        <source>Close other programs, or choose a smaller picture.</source>
        <translation>请关闭其他程序，或选择较小的图像。</translation>
    </message>
    <message>
        <source>The picture broke up: the base “{label}” gave numbers that are not finite.</source>
        <translation>图像崩坏：基础模型“{label}”给出了非有限的数值。</translation>
    </message>
    <message>
        <source>Choose another sampler or another base; its weights may be damaged.</source>
        <translation>请选择其他采样器或基础模型；其权重可能已损坏。</translation>
    </message>
    <message>
        <source>The picture broke up: the numbers became infinite.</source>
        <translation>图像失真：数值变为无穷大。</translation>
    </message>
    <message>
        <source>Lower the strength or the guidance, or take more steps.</source>
        <translation>请降低强度或引导强度，或增加步数。</translation>
    </message>
    <message>
        <source>The memory is too small for {width} x {height} pixels.</source>
        <translation>内存不足以绘制 {width} x {height} 像素。</translation>
    </message>
    <message>
        <source>Choose a smaller picture, or close other programs that use the graphics card.</source>
        <translation>请选择较小的图像，或关闭其他占用显卡的程序。</translation>
    </message>
    <message>
        <source>Loading the base “{label}”</source>
        <translation>正在载入基础模型“{label}”</translation>
    </message>
    <message>
        <source>Preparing the preview</source>
        <translation>正在准备预览</translation>
    </message>
    <message>
        <source>The module “{module}” does not know {classes}: the base painted freely there.</source>
        <translation>模块“{module}”不认识 {classes}：这些地方由基础模型自由绘制。</translation>
    </message>
    <message>
        <source>The module “{module}” was trained on another version of this base; train it again for it.</source>
        <translation>模块“{module}”是用此基础模型的另一版本训练的；请为当前版本重新训练。</translation>
    </message>
    <message>
        <source>Saturation and rescale do nothing with the module “{module}”.</source>
        <translation>“饱和度”和“重缩放”对模块“{module}”不起作用。</translation>
    </message>
    <message>
        <source>Strengths of single classes do nothing with the module “{module}”.</source>
        <translation>单个类别的强度对模块“{module}”不起作用。</translation>
    </message>
    <message>
        <source>The drawing is empty.</source>
        <translation>画稿是空的。</translation>
    </message>
    <message>
        <source>Make a drawing of at least one pixel.</source>
        <translation>画稿至少要有一个像素。</translation>
    </message>
    <message>
        <source>{seed} cannot be a seed.</source>
        <translation>{seed} 不能用作种子。</translation>
    </message>
    <message>
        <source>Choose a number from 0 to {most}.</source>
        <translation>请选择 0 到 {most} 之间的数。</translation>
    </message>
    <message>
        <source>The module cannot act from {start} to {end}.</source>
        <translation>模块的作用区间不能是 {start} 到 {end}。</translation>
    </message>
    <message>
        <source>Choose a window within 0 to 1.</source>
        <translation>请在 0 到 1 之内选择区间。</translation>
    </message>
    <message>
        <source>{strength} cannot be the strength of a module.</source>
        <translation>{strength} 不能作为模块的强度。</translation>
    </message>
    <message>
        <source>Choose 0 or more; 0 leaves it out.</source>
        <translation>请选择 0 或更大的值；0 表示不使用它。</translation>
    </message>
    <message>
        <source>Saturation and rescale cannot be {parallel} and {rescale}.</source>
        <translation>饱和度与重缩放不能为 {parallel} 和 {rescale}。</translation>
    </message>
    <message>
        <source>Choose 0 to 1 for both.</source>
        <translation>两者都请在 0 到 1 之间选择。</translation>
    </message>
    <message>
        <source>A picture cannot be enlarged like this.</source>
        <translation>图像无法这样放大。</translation>
    </message>
    <message>
        <source>Choose a first size of 0 or more, 1 refining step or more, and a refining strength over 0 up to 1.</source>
        <translation>请选择不小于 0 的初始尺寸、至少 1 步细化，以及大于 0 且不超过 1 的细化强度。</translation>
    </message>
    <message>
        <source>{guidance} cannot be the text guidance.</source>
        <translation>{guidance} 不能作为文本引导。</translation>
    </message>
    <message>
        <source>Choose 1 to 15; 1 switches it off.</source>
        <translation>请选择 1 到 15；1 表示关闭。</translation>
    </message>
    <message>
        <source>A class has a negative strength, or one without end.</source>
        <translation>某个类别的强度为负数或无穷大。</translation>
    </message>
    <message>
        <source>Choose 0 or more; 0 leaves the class to the base.</source>
        <translation>请选择 0 或更大的值；0 表示将该类别交给基础模型。</translation>
    </message>
    <message>
        <source>The base “{label}” cannot paint {width} x {height} pixels.</source>
        <translation>基础模型“{label}”无法绘制 {width} x {height} 像素。</translation>
    </message>
    <message>
        <source>Choose multiples of {step}; it was made for {usual} pixels.</source>
        <translation>请选择 {step} 的倍数；它适合 {usual} 像素。</translation>
    </message>
    <message>
        <source>The module “{module}” does not hear {layer}; choose one that does.</source>
        <translation>模块“{module}”不识别{layer}；请选择能识别的模块。</translation>
    </message>
    <message>
        <source>This base reads no text: the prompt had no effect.</source>
        <translation>此基础模型不读取文字：提示词未起作用。</translation>
    </message>
    <message>
        <source>The prompt is longer than this base reads; left out: “{words}”.</source>
        <translation>提示词超出了此基础模型可读取的长度；已略去：“{words}”。</translation>
    </message>
    <message>
        <source>labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Sketch</source>
        <translation>线稿</translation>
    </message>
    <message>
        <source>ink</source>
        <translation>墨线</translation>
    </message>
    <message>
        <source>Colour strokes</source>
        <translation>色彩笔触</translation>
    </message>
    <message>
        <source>colours</source>
        <translation>色彩</translation>
    </message>
    <message>
        <source>There is no base “{name}”.</source>
        <translation>没有基础模型“{name}”。</translation>
    </message>
    <message>
        <source>There is no module “{name}”.</source>
        <translation>没有模块“{name}”。</translation>
    </message>
    <message>
        <source>What {name} says of itself cannot be read ({error}).</source>
        <translation>无法读取 {name} 的说明（{error}）。</translation>
    </message>
    <message>
        <source>Copy its folder again, {manifest} included.</source>
        <translation>请重新复制其文件夹，包括 {manifest}。</translation>
    </message>
    <message>
        <source>The module {name} is a “{kind}”, which this version does not know.</source>
        <translation>模块 {name} 是“{kind}”，此版本不认识。</translation>
    </message>
    <message>
        <source>The module {name} does not say its classes ({error}).</source>
        <translation>模块 {name} 没有说明其类别（{error}）。</translation>
    </message>
    <message>
        <source>Copy its folder again, sinopia.json included.</source>
        <translation>请重新复制其文件夹，包括 sinopia.json。</translation>
    </message>
    <message>
        <source>None can be used: {name} is left out. {reason}</source>
        <translation>没有可用的：已略过 {name}。{reason}</translation>
    </message>
    <message>
        <source>None is installed.</source>
        <translation>尚未安装任何项目。</translation>
    </message>
    <message>
        <source>Known here: {names}.</source>
        <translation>已知的有：{names}。</translation>
    </message>
    <message>
        <source>There is no sampler “{name}”.</source>
        <translation>没有采样器“{name}”。</translation>
    </message>
    <message>
        <source>{steps} steps cannot be taken.</source>
        <translation>步数不能是 {steps}。</translation>
    </message>
    <message>
        <source>Choose 1 to {timesteps} steps; 15 to 25 are usual.</source>
        <translation>请选择 1 到 {timesteps} 步；通常为 15 到 25 步。</translation>
    </message>
    <message>
        <source>The sampler “{name}” cannot paint with the noise schedule of this base: {error}.</source>
        <translation>采样器“{name}”无法配合此基础模型的噪声计划绘制：{error}。</translation>
    </message>
    <message>
        <source>Choose another sampler, such as “{other}”.</source>
        <translation>请选择其他采样器，例如“{other}”。</translation>
    </message>
    <message>
        <source>Copy the folder again from where it came, or choose another one.</source>
        <translation>请从来源处重新复制该文件夹，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>{folder} lacks its file {name}.</source>
        <translation>{folder} 缺少文件 {name}。</translation>
    </message>
    <message>
        <source>{file} cannot be read: {error}.</source>
        <translation>无法读取 {file}：{error}。</translation>
    </message>
    <message>
        <source>{file} does not hold a JSON object.</source>
        <translation>{file} 不是 JSON 对象。</translation>
    </message>
    <message>
        <source>{folder} has no weights as safetensors, only as {name}.</source>
        <translation>{folder} 中没有 safetensors 权重，只有 {name}。</translation>
    </message>
    <message>
        <source>Such a file can run commands when it is opened, so it is not: convert it to safetensors, or take the folder from where it comes as safetensors.</source>
        <translation>这类文件在打开时可能执行命令，因此不会打开：请转换为 safetensors，或从来源获取 safetensors 版本的文件夹。</translation>
    </message>
    <message>
        <source>{folder} has no weights (*.safetensors).</source>
        <translation>{folder} 中没有权重 (*.safetensors)。</translation>
    </message>
    <message>
        <source>The weights in {file} are no real numbers, but {kind}.</source>
        <translation>{file} 中的权重不是实数，而是 {kind}。</translation>
    </message>
    <message>
        <source>The weights in {file} are quantised to whole numbers, which is not supported.</source>
        <translation>{file} 中的权重已量化为整数，不受支持。</translation>
    </message>
    <message>
        <source>Take the folder in float16 or float32 from where it comes.</source>
        <translation>请从来源获取 float16 或 float32 版本的文件夹。</translation>
    </message>
    <message>
        <source>{file} names “{name}”, which is no file of weights in its folder.</source>
        <translation>{file} 提到“{name}”，但它不是其文件夹中的权重文件。</translation>
    </message>
    <message>
        <source>The weights in {folder} are incomplete: {count} are missing, {name} among them.</source>
        <translation>{folder} 中的权重不完整：缺少 {count} 项，其中有 {name}。</translation>
    </message>
    <message>
        <source>There is too little memory to load {file}.</source>
        <translation>内存不足，无法载入 {file}。</translation>
    </message>
    <message>
        <source>Close other programs, choose a smaller base, or take another device under Settings.</source>
        <translation>请关闭其他程序、选择较小的基础模型，或在“设置”中换用其他设备。</translation>
    </message>
    <message>
        <source>The weights in {file} are damaged or incomplete: {error}</source>
        <translation>{file} 中的权重已损坏或不完整：{error}</translation>
    </message>
    <message>
        <source>The oldest steps are forgotten, {count} so far: there was no room for them.</source>
        <translation>最早的步骤因空间不足已被丢弃，至今共 {count} 步。</translation>
    </message>
    <message>
        <source>{used} of {budget} MB</source>
        <translation>{used} / {budget} MB</translation>
    </message>
    <message>
        <source>{tool}: {class_name}</source>
        <translation>{tool}：{class_name}</translation>
    </message>
    <message>
        <source>The oldest that is known</source>
        <translation>现存最早的一步</translation>
    </message>
    <message>
        <source>As it was opened</source>
        <translation>打开时的状态</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; holds no ink of the size of its drawing.</source>
        <translation>“{name}”中没有与画稿大小一致的墨线。</translation>
    </message>
    <message>
        <source>{count} columns without headings</source>
        <translation>{count} 列且没有表头</translation>
    </message>
    <message>
        <source>the table is empty</source>
        <translation>表格为空</translation>
    </message>
    <message>
        <source>the table has no classes</source>
        <translation>表格中没有类别</translation>
    </message>
    <message>
        <source>it cannot be read as a table</source>
        <translation>无法作为表格读取</translation>
    </message>
    <message>
        <source>it is too long for the name of a class</source>
        <translation>作为类别名称太长</translation>
    </message>
    <message>
        <source>“{text}” is not a whole number from 0 to 255</source>
        <translation>“{text}”不是 0 到 255 之间的整数</translation>
    </message>
    <message>
        <source>“{text}” is not a colour such as #c1440e</source>
        <translation>“{text}”不是 #c1440e 这样的颜色</translation>
    </message>
    <message>
        <source>The palette is not usable: line {line}: {what}.</source>
        <translation>调色板无法使用：第 {line} 行：{what}。</translation>
    </message>
    <message>
        <source>it is no colour</source>
        <translation>不是颜色</translation>
    </message>
    <message>
        <source>Export it anew, or as a GIMP palette (.gpl).</source>
        <translation>请重新导出，或导出为 GIMP 调色板 (.gpl)。</translation>
    </message>
    <message>
        <source>Columns that were passed over: {columns}.</source>
        <translation>略过的列：{columns}。</translation>
    </message>
    <message>
        <source>it names no classes</source>
        <translation>其中没有类别名称</translation>
    </message>
    <message>
        <source>Line {number}: {what}.</source>
        <translation>第 {number} 行：{what}。</translation>
    </message>
    <message>
        <source>Entry {number}: {what}.</source>
        <translation>第 {number} 项：{what}。</translation>
    </message>
    <message>
        <source>{count} more have such mistakes.</source>
        <translation>另有 {count} 处类似错误。</translation>
    </message>
    <message>
        <source>A table of classes has the headings {headings}.</source>
        <translation>类别表的表头为 {headings}。</translation>
    </message>
    <message>
        <source>“{text}” is not a whole number</source>
        <translation>“{text}”不是整数</translation>
    </message>
    <message>
        <source>A palette can have {count} classes, and this one has.</source>
        <translation>一个调色板最多 {count} 个类别，此调色板已满。</translation>
    </message>
    <message>
        <source>Remove or merge classes first.</source>
        <translation>请先删除或合并一些类别。</translation>
    </message>
    <message>
        <source>There is a class “{name}” already.</source>
        <translation>已有名为“{name}”的类别。</translation>
    </message>
    <message>
        <source>Choose another name, or merge the two classes.</source>
        <translation>请换一个名称，或合并这两个类别。</translation>
    </message>
    <message>
        <source>“{name}” has exactly that colour.</source>
        <translation>“{name}”正是这个颜色。</translation>
    </message>
    <message>
        <source>Every class needs a colour of its own; a step beside it is enough.</source>
        <translation>每个类别都需要自己的颜色；略有差别即可。</translation>
    </message>
    <message>
        <source>“{name}” could not be read: {reason}.</source>
        <translation>无法读取“{name}”：{reason}。</translation>
    </message>
    <message>
        <source>“{name}” is not in UTF-8 and was read as {encoding}: check its letters.</source>
        <translation>“{name}”不是 UTF-8，已按 {encoding} 读取：请检查其中的字母。</translation>
    </message>
    <message>
        <source>“{name}” is too large for a palette.</source>
        <translation>“{name}”太大，不像是调色板。</translation>
    </message>
    <message>
        <source>“{name}” is no text.</source>
        <translation>“{name}”不是文本。</translation>
    </message>
    <message>
        <source>Save it as text in UTF-8, or as a GIMP palette (.gpl).</source>
        <translation>请存为 UTF-8 文本，或存为 GIMP 调色板 (.gpl)。</translation>
    </message>
    <message>
        <source>The palette is not usable: line 1: it does not begin with &quot;{magic}&quot;.</source>
        <translation>调色板无法使用：第 1 行：没有以“{magic}”开头。</translation>
    </message>
    <message>
        <source>The palette is not usable: the file has no colours.</source>
        <translation>调色板无法使用：文件中没有颜色。</translation>
    </message>
    <message>
        <source>The palette is not usable: line {line}: it is not three numbers from 0 to 255.</source>
        <translation>调色板无法使用：第 {line} 行：不是三个 0 到 255 之间的数。</translation>
    </message>
    <message>
        <source>Lines that are not three numbers from 0 to 255 were left out: {lines}.</source>
        <translation>略过了不是三个 0 到 255 数字的行：{lines}。</translation>
    </message>
    <message>
        <source>Each line of a GIMP palette is such as {example}.</source>
        <translation>GIMP 调色板的每一行形如 {example}。</translation>
    </message>
    <message>
        <source>The module {module} is no modulation.</source>
        <translation>模块 {module} 不是调制模块。</translation>
    </message>
    <message>
        <source>Choose a module that is one.</source>
        <translation>请选择调制模块。</translation>
    </message>
    <message>
        <source>The module {module} was made for another base than {base}: {theirs}, not {mine}.</source>
        <translation>模块 {module} 是为另一种基础模型制作的，而不是 {base}：应为{theirs}，实为{mine}。</translation>
    </message>
    <message>
        <source>Choose a module that was trained on {base}, or the base that this module was trained on.</source>
        <translation>请选择用 {base} 训练的模块，或训练该模块时所用的基础模型。</translation>
    </message>
    <message>
        <source>{channels} latent channels, {pixels} pixels a cell</source>
        <translation>{channels} 个潜变量通道、每格 {pixels} 像素</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Keyboard shortcuts…</source>
        <translation>键盘快捷键…</translation>
    </message>
    <message>
        <source>Look them up, and change them</source>
        <translation>查看和修改快捷键</translation>
    </message>
    <message>
        <source>Speed test</source>
        <translation>速度测试</translation>
    </message>
    <message>
        <source>How fast this machine paints, and which size and steps suit it</source>
        <translation>测量这台电脑的绘制速度，以及适合它的尺寸和步数</translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation>复制诊断信息</translation>
    </message>
    <message>
        <source>What a bug report needs, without anything personal</source>
        <translation>错误报告所需的信息，不含任何个人内容</translation>
    </message>
    <message>
        <source>About Sinopia</source>
        <translation>关于 Sinopia</translation>
    </message>
    <message>
        <source>There is no picture to copy yet</source>
        <translation>还没有可复制的图像</translation>
    </message>
    <message>
        <source>Copied the picture</source>
        <translation>已复制图像</translation>
    </message>
    <message>
        <source>Copied the draft</source>
        <translation>已复制草图</translation>
    </message>
    <message>
        <source>Copied the label map</source>
        <translation>已复制标签图</translation>
    </message>
    <message>
        <source>There is no image on the clipboard</source>
        <translation>剪贴板中没有图像</translation>
    </message>
    <message>
        <source>The image on the clipboard</source>
        <translation>剪贴板中的图像</translation>
    </message>
    <message>
        <source>Paste label map</source>
        <translation>粘贴标签图</translation>
    </message>
    <message>
        <source>Pasted the label map</source>
        <translation>已粘贴标签图</translation>
    </message>
    <message>
        <source>The clipboard</source>
        <translation>剪贴板</translation>
    </message>
    <message>
        <source>The label map on the clipboard is damaged.</source>
        <translation>剪贴板中的标签图已损坏。</translation>
    </message>
    <message>
        <source>Copy it again.</source>
        <translation>请重新复制。</translation>
    </message>
    <message>
        <source>Seed {seed}, {moment:%d %B %Y, %H:%M}</source>
        <translation>种子 {seed}，{moment:%Y}年{moment:%m}月{moment:%d}日 {moment:%H:%M}</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>The same drawing and the same settings.</source>
        <translation>画稿和设置均相同。</translation>
    </message>
    <message>
        <source>Version {version}, on Python {python}</source>
        <translation>版本 {version}，Python {python}</translation>
    </message>
    <message>
        <source>A sinopia is the red-earth drawing that a fresco painter lays under the plaster. You paint the drawing; a diffusion model paints the picture.</source>
        <translation>Sinopia 是湿壁画画家在灰泥层下用红土绘制的底稿。您绘制画稿，扩散模型绘制图像。</translation>
    </message>
    <message>
        <source>The base that comes with the program learnt from photographs whose licence is not stated: it is for research and demonstration.</source>
        <translation>程序自带的基础模型学习自许可未注明的照片：仅供研究和演示。</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>No setting is called like this.</source>
        <translation>没有这样的设置。</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>全部重置</translation>
    </message>
    <message>
        <source>Reset to the default</source>
        <translation>恢复默认值</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Search actions and keys</source>
        <translation>搜索操作和按键</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>No keys</source>
        <translation>无按键</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Use it here instead</source>
        <translation>改用于此处</translation>
    </message>
    <message>
        <source>{keys} is always for {purpose}.</source>
        <translation>{keys} 固定用于{purpose}。</translation>
    </message>
    <message>
        <source>{keys} belongs to “{action}”.</source>
        <translation>{keys} 已用于“{action}”。</translation>
    </message>
    <message>
        <source>Click the field and press the new keys.</source>
        <translation>单击输入框，然后按下新的按键。</translation>
    </message>
    <message>
        <source>The image</source>
        <translation>该图像</translation>
    </message>
    <message>
        <source>The address was not opened: nothing is fetched from the network.</source>
        <translation>未打开该网址：不会从网络获取任何内容。</translation>
    </message>
    <message>
        <source>Save the picture as a file and drop that, or copy the picture itself and paste it.</source>
        <translation>请把图片存为文件后拖入，或复制图片本身再粘贴。</translation>
    </message>
    <message>
        <source>“{name}” was taken; not opened: {left}.</source>
        <translation>已采用“{name}”；未打开：{left}。</translation>
    </message>
    <message>
        <source>Not opened: {left}.</source>
        <translation>未打开：{left}。</translation>
    </message>
    <message>
        <source>One drawing is open at a time: File, New window opens others beside it.</source>
        <translation>一次只打开一个画稿：“文件”中的“新建窗口”可在旁边打开其他画稿。</translation>
    </message>
    <message>
        <source>“{name}” is a folder.</source>
        <translation>“{name}”是文件夹。</translation>
    </message>
    <message>
        <source>Drop a file of it. All its drawings at once: the command generate paints a folder.</source>
        <translation>请拖入其中的文件。要一次绘制全部画稿，请使用命令 generate。</translation>
    </message>
    <message>
        <source>“{name}” is nothing that opens here.</source>
        <translation>“{name}”无法在此打开。</translation>
    </message>
    <message>
        <source>Projects, pictures, label maps, photos, palettes and modules open.</source>
        <translation>可以打开项目、图像、标签图、照片、调色板和模块。</translation>
    </message>
    <message>
        <source>How much of the photo is seen</source>
        <translation>照片的可见程度</translation>
    </message>
    <message>
        <source>Under the drawing</source>
        <translation>在画稿下方</translation>
    </message>
    <message>
        <source>Over the drawing</source>
        <translation>在画稿上方</translation>
    </message>
    <message>
        <source>The diagnostics are in the clipboard.</source>
        <translation>诊断信息已复制到剪贴板。</translation>
    </message>
    <message>
        <source>Paste them into a bug report. Names, paths and prompts are not in them.</source>
        <translation>请粘贴到错误报告中。其中不含名称、路径和提示词。</translation>
    </message>
    <message>
        <source>moving the view</source>
        <translation>移动视图</translation>
    </message>
    <message>
        <source>turning the view</source>
        <translation>旋转视图</translation>
    </message>
    <message>
        <source>taking back a point of a polygon</source>
        <translation>撤回多边形的一点</translation>
    </message>
    <message>
        <source>closing a polygon</source>
        <translation>闭合多边形</translation>
    </message>
    <message>
        <source>Open a photo to trace from</source>
        <translation>打开供描摹的照片</translation>
    </message>
    <message>
        <source>Palette with everything in it (*.json)</source>
        <translation>完整调色板 (*.json)</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>GIMP palette (*.gpl)</source>
        <translation>GIMP 调色板 (*.gpl)</translation>
    </message>
    <message>
        <source>Palettes ({patterns})</source>
        <translation>调色板 ({patterns})</translation>
    </message>
    <message>
        <source>Import a palette</source>
        <translation>导入调色板</translation>
    </message>
    <message>
        <source>Export the palette</source>
        <translation>导出调色板</translation>
    </message>
    <message>
        <source>Remove a class</source>
        <translation>删除类别</translation>
    </message>
    <message>
        <source>Remove “{name}”? {share} of the drawing becomes unlabelled.</source>
        <translation>要删除“{name}”吗？画稿的 {share} 将变为未标注。</translation>
    </message>
    <message>
        <source>Undo brings it back.</source>
        <translation>可以撤销。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Colour of {name}</source>
        <translation>“{name}”的颜色</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>所有人</translation>
    </message>
    <message>
        <source>Red-blind</source>
        <translation>红色盲</translation>
    </message>
    <message>
        <source>Green-blind</source>
        <translation>绿色盲</translation>
    </message>
    <message>
        <source>Blue-blind</source>
        <translation>蓝色盲</translation>
    </message>
    <message>
        <source>Check colours</source>
        <translation>检查颜色</translation>
    </message>
    <message>
        <source>These colours are published with their classes. Label maps from elsewhere are read by them, as long as the classes keep them.</source>
        <translation>这些颜色是随类别一同发布的。只要类别保留这些颜色，就能据此读取来自他处的标签图。</translation>
    </message>
    <message>
        <source>New colours leave ids, names and everything painted as it is; undo brings the old back.</source>
        <translation>更换颜色不影响编号、名称和已绘制的内容；可以撤销。</translation>
    </message>
    <message>
        <source>Recolour</source>
        <translation>更换颜色</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>looks like</source>
        <translation>看起来像</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>equal to the eye</source>
        <translation>肉眼无法区分</translation>
    </message>
    <message>
        <source>CIEDE2000; below 5 is easily mistaken</source>
        <translation>CIEDE2000；低于 5 容易混淆</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>Recoloured</source>
        <translation>更换后</translation>
    </message>
    <message>
        <source>Normal vision</source>
        <translation>正常视觉</translation>
    </message>
    <message>
        <source>The difference of the two most alike classes</source>
        <translation>最相近的两个类别之间的差异</translation>
    </message>
    <message>
        <source>All classes are told apart, with and without a colour vision deficiency.</source>
        <translation>无论色觉是否正常，所有类别都能区分。</translation>
    </message>
    <message>
        <source>{count} pairs of classes are easily mistaken by people who see colours otherwise.</source>
        <translation>有 {count} 对类别容易被色觉异常者混淆。</translation>
    </message>
    <message>
        <source>{everybody} pairs of classes are easily mistaken by everybody, and {others} more by people who see colours otherwise.</source>
        <translation>有 {everybody} 对类别容易被所有人混淆，另有 {others} 对容易被色觉异常者混淆。</translation>
    </message>
    <message>
        <source>Add the class {name}</source>
        <translation>添加类别 {name}</translation>
    </message>
    <message>
        <source>Rename {before} to {name}</source>
        <translation>将 {before} 重命名为 {name}</translation>
    </message>
    <message>
        <source>Recolour {name}</source>
        <translation>更换 {name} 的颜色</translation>
    </message>
    <message>
        <source>Recolour the classes</source>
        <translation>更换各类别的颜色</translation>
    </message>
    <message>
        <source>Change the key of {name}</source>
        <translation>更改 {name} 的快捷键</translation>
    </message>
    <message>
        <source>Move {name} in the palette</source>
        <translation>在调色板中移动 {name}</translation>
    </message>
    <message>
        <source>Merge {name} into {other}</source>
        <translation>将 {name} 合并到 {other}</translation>
    </message>
    <message>
        <source>Remove the class {name}</source>
        <translation>删除类别 {name}</translation>
    </message>
    <message>
        <source>Choose the palette {name}</source>
        <translation>选择调色板 {name}</translation>
    </message>
    <message>
        <source>Rename the palette</source>
        <translation>重命名调色板</translation>
    </message>
    <message>
        <source>Map the classes</source>
        <translation>映射类别</translation>
    </message>
    <message>
        <source>Use these classes</source>
        <translation>使用这些类别</translation>
    </message>
    <message>
        <source>Found by another name of the same thing</source>
        <translation>按同一事物的另一名称找到</translation>
    </message>
    <message>
        <source>{share} of the drawing becomes unlabelled: {names}</source>
        <translation>画稿的 {share} 将变为未标注：{names}</translation>
    </message>
    <message>
        <source>Everything that is painted stays labelled.</source>
        <translation>已绘制的内容都保留标注。</translation>
    </message>
    <message>
        <source>{name} ({count} classes)</source>
        <translation>{name}（{count} 个类别）</translation>
    </message>
    <message>
        <source>Map to the classes of “{module}”…</source>
        <translation>映射到“{module}”的类别…</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Rename palette</source>
        <translation>重命名调色板</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Recolour…</source>
        <translation>更换颜色…</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>By order</source>
        <translation>按顺序</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Merge into…</source>
        <translation>合并到…</translation>
    </message>
    <message>
        <source>Merge classes</source>
        <translation>合并类别</translation>
    </message>
    <message>
        <source>Everything painted as “{name}” becomes:</source>
        <translation>所有绘制为“{name}”的内容将变为：</translation>
    </message>
    <message>
        <source>Search classes</source>
        <translation>搜索类别</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近使用</translation>
    </message>
    <message>
        <source>New class</source>
        <translation>新类别</translation>
    </message>
    <message>
        <source>Add a class</source>
        <translation>添加类别</translation>
    </message>
    <message>
        <source>Steps of the last run</source>
        <translation>上次绘制的步骤</translation>
    </message>
    <message>
        <source>Steps of the last run: drag to look back</source>
        <translation>上次绘制的步骤：拖动可回看</translation>
    </message>
    <message>
        <source>Pen stroke</source>
        <translation>钢笔笔画</translation>
    </message>
    <message>
        <source>Ink eraser stroke</source>
        <translation>墨线橡皮擦笔画</translation>
    </message>
    <message>
        <source>No other window could be opened: {reason}.</source>
        <translation>无法打开新窗口：{reason}。</translation>
    </message>
    <message>
        <source>Start the program once more by hand.</source>
        <translation>请手动再启动一次程序。</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>以后再说</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>How fast does this machine paint?</source>
        <translation>这台电脑绘制得有多快？</translation>
    </message>
    <message>
        <source>A test of some seconds finds the size and the steps that suit it. You can paint meanwhile.</source>
        <translation>只需几秒的测试即可找出适合它的尺寸和步数，期间可以继续作画。</translation>
    </message>
    <message>
        <source>Measuring how fast this machine paints</source>
        <translation>正在测量这台电脑的绘制速度</translation>
    </message>
    <message>
        <source>The speed could not be measured.</source>
        <translation>无法测量速度。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Use this</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>It goes on when your picture is painted.</source>
        <translation>图像绘制完成后继续。</translation>
    </message>
    <message>
        <source>{side} × {side} pixels: getting ready</source>
        <translation>{side} × {side} 像素：正在准备</translation>
    </message>
    <message>
        <source>{side} × {side} pixels, step {step} of {steps}</source>
        <translation>{side} × {side} 像素，第 {step} 步，共 {steps} 步</translation>
    </message>
    <message>
        <source>Drafts of {side} pixels in {steps} steps follow your hand; pictures of {size} pixels suit it.</source>
        <translation>{side} 像素、{steps} 步的草图能跟上你的手；适合 {size} 像素的图像。</translation>
    </message>
    <message>
        <source>{side} pixels take {time}.</source>
        <translation>{side} 像素需要 {time}。</translation>
    </message>
    <message>
        <source>Live cannot keep up with you here; {side} pixels and {steps} steps without it are the best choice.</source>
        <translation>在这台电脑上实时绘制跟不上你的笔；最好关闭实时，使用 {side} 像素、{steps} 步。</translation>
    </message>
    <message>
        <source>It is set like this already.</source>
        <translation>目前正是这样设置的。</translation>
    </message>
    <message>
        <source>One step takes {step}; {steps} steps at {side} pixels take {picture}.</source>
        <translation>每步需要 {step}；{side} 像素下 {steps} 步需要 {picture}。</translation>
    </message>
    <message>
        <source>{number} ms</source>
        <translation>{number} 毫秒</translation>
    </message>
    <message>
        <source>{number} s</source>
        <translation>{number} 秒</translation>
    </message>
    <message>
        <source>The segmenter {name} cannot be loaded.</source>
        <translation>无法加载分割器 {name}。</translation>
    </message>
    <message>
        <source>The segmenter {name} tells {found} classes apart, and its manifest names {named}.</source>
        <translation>分割器 {name} 能区分 {found} 个类别，而其说明文件列出了 {named} 个。</translation>
    </message>
    <message>
        <source>The module hears “{name}”, which this version does not know.</source>
        <translation>此模块识别“{name}”，当前版本不支持。</translation>
    </message>
    <message>
        <source>Update the program, or choose another module.</source>
        <translation>请更新程序，或选择其他模块。</translation>
    </message>
    <message>
        <source>{number} %</source>
        <translation>{number} %</translation>
    </message>
    <message>
        <source>The pictures cannot be compared with the drawing, so none is the best.</source>
        <translation>无法将这些图像与画稿比较，因此选不出最佳图像。</translation>
    </message>
    <message>
        <source>Draw classes that this base&apos;s segmenter knows, or choose a base that brings one.</source>
        <translation>请绘制此基础模型的分割器认识的类别，或选择带有分割器的基础模型。</translation>
    </message>
    <message>
        <source>the best of {count}: seed {seed}</source>
        <translation>{count} 张中的最佳：种子 {seed}</translation>
    </message>
    <message>
        <source>“{name}” could not be written: {reason}.</source>
        <translation>无法写入“{name}”：{reason}。</translation>
    </message>
    <message>
        <source>Save it somewhere else, or make room.</source>
        <translation>请保存到别处，或腾出空间。</translation>
    </message>
    <message>
        <source>The module “{name}” does not say what its base is like, and the base is not here.</source>
        <translation>模块“{name}”没有说明它的基础模型，而该基础模型也不在这里。</translation>
    </message>
    <message>
        <source>Install its base “{base}” first.</source>
        <translation>请先安装它的基础模型“{base}”。</translation>
    </message>
    <message>
        <source>Another module “{label}” with the id {name} is installed already.</source>
        <translation>已经安装了另一个标识为 {name} 的模块“{label}”。</translation>
    </message>
    <message>
        <source>Replace it only if you no longer need it.</source>
        <translation>只有在不再需要它时才替换。</translation>
    </message>
    <message>
        <source>“{name}” could not be installed: {reason}.</source>
        <translation>无法安装“{name}”：{reason}。</translation>
    </message>
    <message>
        <source>Make room, or check who may write into {folder}.</source>
        <translation>请腾出空间，或检查 {folder} 的写入权限。</translation>
    </message>
    <message>
        <source>The module comes from a newer version of Sinopia.</source>
        <translation>该模块来自更新版本的 Sinopia。</translation>
    </message>
    <message>
        <source>Update the program, then import it again.</source>
        <translation>请更新程序，然后重新导入。</translation>
    </message>
    <message>
        <source>The module “{label}” was trained on another “{base}” ({wanted}) than the one installed here ({found}).</source>
        <translation>模块“{label}”是在另一个“{base}”（{wanted}）上训练的，与这里安装的（{found}）不同。</translation>
    </message>
    <message>
        <source>Install the base that it was made for, or train the module again on this one.</source>
        <translation>请安装它所针对的基础模型，或在现有的基础模型上重新训练该模块。</translation>
    </message>
    <message>
        <source>The module “{label}” was trained on the base “{base}”; here there is only {installed}.</source>
        <translation>模块“{label}”是在基础模型“{base}”上训练的；这里只有 {installed}。</translation>
    </message>
    <message>
        <source>Install the base that it was made for first.</source>
        <translation>请先安装它所针对的基础模型。</translation>
    </message>
    <message>
        <source>Have the file sent again.</source>
        <translation>请让对方重新发送该文件。</translation>
    </message>
    <message>
        <source>it is no ordinary file</source>
        <translation>不是普通文件</translation>
    </message>
    <message>
        <source>“{name}” is damaged, or no module pack.</source>
        <translation>“{name}”已损坏，或不是模块包。</translation>
    </message>
    <message>
        <source>“{name}” holds “{part}”, which belongs to no module.</source>
        <translation>“{name}”含有不属于任何模块的“{part}”。</translation>
    </message>
    <message>
        <source>Nothing of it was taken over. Have it exported anew.</source>
        <translation>没有采用其中任何内容。请让对方重新导出。</translation>
    </message>
    <message>
        <source>“{name}” was packed anew by another program.</source>
        <translation>“{name}”被其他程序重新打包过。</translation>
    </message>
    <message>
        <source>Ask for the file as Sinopia exported it.</source>
        <translation>请索取 Sinopia 导出的原文件。</translation>
    </message>
    <message>
        <source>Installed the module {module}</source>
        <translation>已安装模块 {module}</translation>
    </message>
    <message>
        <source>Export module</source>
        <translation>导出模块</translation>
    </message>
    <message>
        <source>Use it now, or choose it later beside the others.</source>
        <translation>可以现在使用，也可以稍后在其他模块旁选择。</translation>
    </message>
    <message>
        <source>Added {name} to the training set in {folder}</source>
        <translation>已将 {name} 添加到 {folder} 中的训练集</translation>
    </message>
    <message>
        <source>The training set in {folder} cannot be written: {reason}.</source>
        <translation>无法写入 {folder} 中的训练集：{reason}。</translation>
    </message>
    <message>
        <source>Choose another folder in the training panel.</source>
        <translation>请在训练面板中选择其他文件夹。</translation>
    </message>
    <message>
        <source>The picture&apos;s own palette has no class for what is painted: {ids}.</source>
        <translation>图像自带的调色板中没有所绘的类别：{ids}。</translation>
    </message>
    <message>
        <source>Paint the picture again with the palette as it is now, then add it.</source>
        <translation>请用当前的调色板重新绘制图像，然后再添加。</translation>
    </message>
    <message>
        <source>The class list of the training set in {folder} cannot be read.</source>
        <translation>无法读取 {folder} 中训练集的类别列表。</translation>
    </message>
    <message>
        <source>Mend it, or choose another folder in the training panel.</source>
        <translation>请修复它，或在训练面板中选择其他文件夹。</translation>
    </message>
    <message>
        <source>The training set “{folder}” has no class {names}.</source>
        <translation>训练集“{folder}”中没有类别 {names}。</translation>
    </message>
    <message>
        <source>Map the drawing to the classes of the set, or choose another folder in the training panel.</source>
        <translation>请将画稿映射到该训练集的类别，或在训练面板中选择其他文件夹。</translation>
    </message>
    <message>
        <source>Noise {low} to {high}: {gain} %</source>
        <translation>噪声 {low} 至 {high}：{gain} %</translation>
    </message>
    <message>
        <source>Checking training pictures</source>
        <translation>正在检查训练图片</translation>
    </message>
    <message>
        <source>Checking held-out pictures</source>
        <translation>正在检查留出图片</translation>
    </message>
    <message>
        <source>Encoding pictures</source>
        <translation>正在编码图片</translation>
    </message>
    <message>
        <source>Running the base</source>
        <translation>正在运行基础模型</translation>
    </message>
    <message>
        <source>Keeping pictures</source>
        <translation>正在保存图片</translation>
    </message>
    <message>
        <source>The module “{name}” is trained, and not installed yet.</source>
        <translation>模块“{name}”已训练，尚未安装。</translation>
    </message>
    <message>
        <source>Install it, or discard it, in the training panel.</source>
        <translation>请在训练面板中安装或丢弃它。</translation>
    </message>
    <message>
        <source>The module {module} is trained.</source>
        <translation>模块 {module} 已训练完成。</translation>
    </message>
    <message>
        <source>The module {module} is trained: held-out gain {gain} %.</source>
        <translation>模块 {module} 已训练完成：留出图片上的增益为 {gain} %。</translation>
    </message>
    <message>
        <source>Getting ready</source>
        <translation>正在准备</translation>
    </message>
    <message>
        <source>The training “{name}” is paused.</source>
        <translation>训练“{name}”已暂停。</translation>
    </message>
    <message>
        <source>Resume it, or discard it, in the training panel.</source>
        <translation>请在训练面板中继续或放弃。</translation>
    </message>
    <message>
        <source>A training is reading what the base said, so it stays.</source>
        <translation>正在进行的训练需要读取基础模型的输出，因此未删除。</translation>
    </message>
    <message>
        <source>Pause the training first.</source>
        <translation>请先暂停训练。</translation>
    </message>
    <message>
        <source>Not all of it could be deleted: {reason}.</source>
        <translation>未能全部删除：{reason}。</translation>
    </message>
    <message>
        <source>Make room, then install it in the training panel.</source>
        <translation>请腾出空间，然后在训练面板中安装。</translation>
    </message>
    <message>
        <source>There are too few pictures to train on ({count}): at least {fewest} are needed, one of which is held out.</source>
        <translation>可供训练的图片太少（{count} 张）：至少需要 {fewest} 张，其中一张留出。</translation>
    </message>
    <message>
        <source>Collect some with Picture, Add to training set, or choose another folder in the training panel.</source>
        <translation>请用“图像”中的“添加到训练集”收集一些，或在训练面板中选择其他文件夹。</translation>
    </message>
    <message>
        <source>“{name}” cannot be the name of a module.</source>
        <translation>“{name}”不能用作模块名称。</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>请选择其他名称。</translation>
    </message>
    <message>
        <source>There is a module “{name}” already.</source>
        <translation>已有名为“{name}”的模块。</translation>
    </message>
    <message>
        <source>The training “{name}” runs in another window.</source>
        <translation>训练“{name}”正在另一个窗口中运行。</translation>
    </message>
    <message>
        <source>The training “{name}” has gone on in another window.</source>
        <translation>训练“{name}”已在另一个窗口中继续。</translation>
    </message>
    <message>
        <source>The trained module could not be installed: {reason}.</source>
        <translation>无法安装训练好的模块：{reason}。</translation>
    </message>
    <message>
        <source>Start it again in the training panel, with less if memory was short.</source>
        <translation>请在训练面板中重新开始；如果内存不足，请减小规模。</translation>
    </message>
    <message>
        <source>The training ended unexpectedly ({code}).</source>
        <translation>训练意外结束（{code}）。</translation>
    </message>
    <message>
        <source>Resume it in the training panel: it goes on from the last checkpoint.</source>
        <translation>请在训练面板中继续：将从上一个检查点开始。</translation>
    </message>
    <message>
        <source>Label map from photo</source>
        <translation>由照片得到标签图</translation>
    </message>
    <message>
        <source>Sketch from photo</source>
        <translation>由照片得到素描</translation>
    </message>
    <message>
        <source>Drawing from photo</source>
        <translation>由照片得到画稿</translation>
    </message>
    <message>
        <source>Open a photo</source>
        <translation>打开照片</translation>
    </message>
    <message>
        <source>Label map from image</source>
        <translation>由图像得到标签图</translation>
    </message>
    <message>
        <source>Ink from image</source>
        <translation>由图像得到墨线</translation>
    </message>
    <message>
        <source>The ink is that of {name} now</source>
        <translation>墨线现在取自 {name}</translation>
    </message>
    <message>
        <source>The drawing is made from {name} now</source>
        <translation>画稿现由 {name} 得来</translation>
    </message>
    <message>
        <source>Look back at earlier ones</source>
        <translation>回看较早的</translation>
    </message>
    <message>
        <source>Click to see it larger</source>
        <translation>点击放大查看</translation>
    </message>
    <message>
        <source>From above: the drawing, the base alone, the module</source>
        <translation>自上而下：画稿、仅基础模型、模块</translation>
    </message>
    <message>
        <source>{said}, after {count} examples</source>
        <translation>{said}，经过 {count} 个样本</translation>
    </message>
    <message>
        <source>What the module paints</source>
        <translation>模块画出的样子</translation>
    </message>
    <message>
        <source>The machines do not hold the same examples.</source>
        <translation>各台机器上的样本不一致。</translation>
    </message>
    <message>
        <source>Copy the data folder of one to the others.</source>
        <translation>请将其中一台的数据文件夹复制到其他机器。</translation>
    </message>
    <message>
        <source>The cache of base outputs would take {needed} GB; {room} GB are allowed or free.</source>
        <translation>基础模型输出的缓存需要 {needed} GB；允许使用或可用的空间为 {room} GB。</translation>
    </message>
    <message>
        <source>Allow it more room (--cache-limit-gb), take fewer draws a picture (--draws), free some disk, or let shards stream (--stream).</source>
        <translation>请放宽上限（--cache-limit-gb）、减少每张图片的抽样次数（--draws）、腾出磁盘空间，或改为流式读取分片（--stream）。</translation>
    </message>
    <message>
        <source>The window over the stream would hold {pictures} pictures, and needs {fewest}.</source>
        <translation>流式窗口只能容纳 {pictures} 张图片，至少需要 {fewest} 张。</translation>
    </message>
    <message>
        <source>Allow it more room (--cache-limit-gb), take fewer draws a picture (--draws), or free some disk.</source>
        <translation>请允许更多空间（--cache-limit-gb）、减少每张图片的噪声样本（--draws），或腾出磁盘空间。</translation>
    </message>
    <message>
        <source>The shards have no pictures with label maps.</source>
        <translation>分片中没有带标签图的图片。</translation>
    </message>
    <message>
        <source>Put KEY.seg.png beside KEY.jpg.</source>
        <translation>请将 KEY.seg.png 放在 KEY.jpg 旁边。</translation>
    </message>
    <message>
        <source>caption</source>
        <translation>说明文字</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>label map</source>
        <translation>标签图</translation>
    </message>
    <message>
        <source>Mend or remove these files, or leave them out (--skip-bad); nothing was written.</source>
        <translation>请修复或移除这些文件，或略过它们（--skip-bad）；未写入任何内容。</translation>
    </message>
    <message>
        <source>There is no data folder {folder}.</source>
        <translation>没有数据文件夹 {folder}。</translation>
    </message>
    <message>
        <source>Choose a folder of pictures.</source>
        <translation>请选择一个图片文件夹。</translation>
    </message>
    <message>
        <source>The shard {shard} holds more than one file for “{name}”.</source>
        <translation>分片 {shard} 中有多个对应“{name}”的文件。</translation>
    </message>
    <message>
        <source>Write the shard anew.</source>
        <translation>请重新写入该分片。</translation>
    </message>
    <message>
        <source>The folder {name} cannot be read: {reason}.</source>
        <translation>无法读取文件夹 {name}：{reason}。</translation>
    </message>
    <message>
        <source>The data folder {folder} cannot be read: {reason}.</source>
        <translation>无法读取数据文件夹 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>{folder} has only one picture with a label map; two at least are needed, one of which is held out.</source>
        <translation>{folder} 中只有一张带标签图的图片；至少需要两张，其中一张留出。</translation>
    </message>
    <message>
        <source>{folder} has only one picture; two at least are needed, one of which is held out.</source>
        <translation>{folder} 中只有一张图片；至少需要两张，其中一张留出。</translation>
    </message>
    <message>
        <source>{folder} has no pictures with label maps for the {split} split.</source>
        <translation>{folder} 中没有可用于 {split} 部分的带标签图的图片。</translation>
    </message>
    <message>
        <source>{folder} has no pictures for the {split} split.</source>
        <translation>{folder} 中没有可用于 {split} 部分的图片。</translation>
    </message>
    <message>
        <source>A PNG is taken for a label map: the picture beside it has to be a JPEG or WebP of the same name.</source>
        <translation>PNG 会被当作标签图：旁边的图片须是同名的 JPEG 或 WebP。</translation>
    </message>
    <message>
        <source>Put NAME.jpg and NAME.png side by side, or WebDataset shards with KEY.jpg and KEY.seg.png.</source>
        <translation>请将 NAME.jpg 与 NAME.png 放在一起，或提供含 KEY.jpg 与 KEY.seg.png 的 WebDataset 分片。</translation>
    </message>
    <message>
        <source>{name}: the label map is {labels}, the picture {picture} pixels.</source>
        <translation>{name}：标签图为 {labels} 像素，图片为 {picture} 像素。</translation>
    </message>
    <message>
        <source>{name}: the class list has no id {ids}.</source>
        <translation>{name}：类别列表中没有编号 {ids}。</translation>
    </message>
    <message>
        <source>… and {number} more</source>
        <translation>……还有 {number} 个</translation>
    </message>
    <message>
        <source>{number} of {all} examples cannot be used:
{problems}</source>
        <translation>{all} 个样本中有 {number} 个无法使用：
{problems}</translation>
    </message>
    <message>
        <source>{name}: the class list has no id {ids}; for a mask, --ids 255={id}, or {form} in the class list, says what it means.</source>
        <translation>{name}：类别列表中没有编号 {ids}；若为蒙版，可用 --ids 255={id} 或在类别列表中写 {form} 说明其含义。</translation>
    </message>
    <message>
        <source>{name}: the class list has no id {ids}; where that is to be ignored, --ignore 255, or {form} in the class list, says so.</source>
        <translation>{name}：类别列表中没有编号 {ids}；若应忽略，可用 --ignore 255 或在类别列表中写 {form} 说明。</translation>
    </message>
    <message>
        <source>{name}: the class list has no id {ids}; where the values are one more than its ids, --shift -1, or {form} in the class list, says so.</source>
        <translation>{name}：类别列表中没有编号 {ids}；若数值比编号大一，可用 --shift -1 或在类别列表中写 {form} 说明。</translation>
    </message>
    <message>
        <source>The class list {name} cannot be read: {error}.</source>
        <translation>无法读取类别列表 {name}：{error}。</translation>
    </message>
    <message>
        <source>See the README for its form.</source>
        <translation>格式请参阅 README。</translation>
    </message>
    <message>
        <source>{folder} has no class list.</source>
        <translation>{folder} 中没有类别列表。</translation>
    </message>
    <message>
        <source>Add classes.json: {form}.</source>
        <translation>请添加 classes.json：{form}。</translation>
    </message>
    <message>
        <source>The shard {name} is compressed.</source>
        <translation>分片 {name} 是压缩的。</translation>
    </message>
    <message>
        <source>Unpack it, or let it stream (--stream).</source>
        <translation>请解压，或改为流式读取（--stream）。</translation>
    </message>
    <message>
        <source>The shard {name} cannot be read: {error}.</source>
        <translation>无法读取分片 {name}：{error}。</translation>
    </message>
    <message>
        <source>{name}: the {part} cannot be read ({error}).</source>
        <translation>{name}：无法读取{part}（{error}）。</translation>
    </message>
    <message>
        <source>it is no image</source>
        <translation>不是图像</translation>
    </message>
    <message>
        <source>{name}: the caption cannot be read ({error}).</source>
        <translation>{name}：无法读取说明文字（{error}）。</translation>
    </message>
    <message>
        <source>The module {module} was trained on other weights than those of {base}.</source>
        <translation>模块 {module} 训练时所用的权重与 {base} 的不同。</translation>
    </message>
    <message>
        <source>Begin with a module that was trained on this base, or with nothing.</source>
        <translation>请选择在此基础模型上训练的模块作为起点，或从零开始。</translation>
    </message>
    <message>
        <source>The module {module} has another size than the one that is to be trained.</source>
        <translation>模块 {module} 的大小与要训练的模块不同。</translation>
    </message>
    <message>
        <source>Train one of the same size, or begin with nothing.</source>
        <translation>请训练同样大小的模块，或从零开始。</translation>
    </message>
    <message>
        <source>{folder} exists and is not a module.</source>
        <translation>{folder} 已存在，且不是模块。</translation>
    </message>
    <message>
        <source>Choose another name or folder.</source>
        <translation>请选择其他名称或文件夹。</translation>
    </message>
    <message>
        <source>The trained module holds no numbers (NaN), so it is not put in place.</source>
        <translation>训练出的模块含有非数值 (NaN)，因此未予采用。</translation>
    </message>
    <message>
        <source>Train again with a lower --learning-rate; what was in {folder} is kept.</source>
        <translation>请用更低的 --learning-rate 重新训练；{folder} 中原有的内容已保留。</translation>
    </message>
    <message>
        <source>{name} {value} is not possible.</source>
        <translation>{name} {value} 不可用。</translation>
    </message>
    <message>
        <source>Give it a number above 0.</source>
        <translation>请给出大于 0 的数。</translation>
    </message>
    <message>
        <source>Give it 0 or a number above.</source>
        <translation>请给出 0 或更大的数。</translation>
    </message>
    <message>
        <source>{number} pictures; the cache of base outputs takes {size} GB</source>
        <translation>{number} 张图片；基础模型输出的缓存占用 {size} GB</translation>
    </message>
    <message>
        <source>{shards} shards, {pictures} pictures at a time</source>
        <translation>{shards} 个分片，每次 {pictures} 张图片</translation>
    </message>
    <message>
        <source>The shards have no examples to hold out.</source>
        <translation>分片中没有可留作验证的样本。</translation>
    </message>
    <message>
        <source>Begins with what {module} knows</source>
        <translation>以 {module} 已学到的内容为起点</translation>
    </message>
    <message>
        <source>Taken up at {examples} examples</source>
        <translation>从第 {examples} 个样本处继续</translation>
    </message>
    <message>
        <source>The training in {folder} cannot be taken up: {error}</source>
        <translation>无法继续 {folder} 中的训练：{error}</translation>
    </message>
    <message>
        <source>Train into another folder, or delete this one to begin again.</source>
        <translation>请训练到其他文件夹，或删除此文件夹后重新开始。</translation>
    </message>
    <message>
        <source>The training has come to a loss that is no number, after {examples} examples.</source>
        <translation>训练在 {examples} 个样例之后损失变为非数值。</translation>
    </message>
    <message>
        <source>Start it again with a lower --learning-rate: it goes on from its last checkpoint, if there is one.</source>
        <translation>请用更低的 --learning-rate 重新开始：若有检查点，将从最后一个继续。</translation>
    </message>
    <message>
        <source>A batch of {batch} is less than one example for each of {count} processes.</source>
        <translation>批量大小 {batch} 不足以让 {count} 个进程各得一个样本。</translation>
    </message>
    <message>
        <source>--batch counts the examples of all processes together.</source>
        <translation>--batch 是所有进程合计的样本数。</translation>
    </message>
    <message>
        <source>The environment says that there are several processes, and nothing has started them.</source>
        <translation>环境变量声明有多个进程，但没有任何程序启动它们。</translation>
    </message>
    <message>
        <source>Unset {names}, or start with accelerate launch.</source>
        <translation>请取消设置 {names}，或用 accelerate launch 启动。</translation>
    </message>
    <message>
        <source>Accelerate cannot join several processes on this device.</source>
        <translation>Accelerate 无法在此设备上连接多个进程。</translation>
    </message>
    <message>
        <source>Start a single one.</source>
        <translation>请只启动一个进程。</translation>
    </message>
    <message>
        <source>No module for this base hears {layer}. Window, Training makes one from photos.</source>
        <translation>此基础模型没有理解{layer}的模块。“窗口”中的“训练”可用照片制作一个。</translation>
    </message>
    <message>
        <source>The base paints alone, and hears no drawing; choose a module.</source>
        <translation>由基础模型独自绘制，不理会画稿；请选择一个模块。</translation>
    </message>
    <message>
        <source>The chosen base brings nothing that tells the classes in its pictures.</source>
        <translation>所选基础模型没有可在其图片中辨认类别的工具。</translation>
    </message>
    <message>
        <source>The chosen module does not hear labels, so there is nothing to compare its pictures with.</source>
        <translation>所选模块不理会标签，因此它的图片没有可对照之物。</translation>
    </message>
    <message>
        <source>The picture appears here. {keys} paints it.</source>
        <translation>图片将显示在这里。按 {keys} 绘制。</translation>
    </message>
    <message>
        <source>The picture appears here.</source>
        <translation>图片将显示在这里。</translation>
    </message>
    <message>
        <source>Left out: {error}</source>
        <translation>已跳过：{error}</translation>
    </message>
    <message>
        <source>{number} of {all} examples could not be used. The last one: {error}</source>
        <translation>{all} 个样本中有 {number} 个无法使用。最后一个：{error}</translation>
    </message>
    <message>
        <source>Mend or remove these files, or leave out however many there are (--skip-bad).</source>
        <translation>请修复或移除这些文件，或全部略过（--skip-bad）。</translation>
    </message>
    <message>
        <source>The shards hold no examples for this process.</source>
        <translation>分片中没有可供此进程使用的样本。</translation>
    </message>
    <message>
        <source>Are there fewer than processes?</source>
        <translation>样本是否比进程还少？</translation>
    </message>
    <message>
        <source>The names of the shards cannot be read: {error}.</source>
        <translation>无法读取分片名称：{error}。</translation>
    </message>
    <message>
        <source>See the README for their form.</source>
        <translation>格式请参阅 README。</translation>
    </message>
    <message>
        <source>{folder} has no shards to train on.</source>
        <translation>{folder} 中没有可用于训练的分片。</translation>
    </message>
    <message>
        <source>Put *.tar there, or name shards after --stream.</source>
        <translation>请将 *.tar 放在那里，或在 --stream 之后指定分片。</translation>
    </message>
    <message>
        <source>The shard {name} cannot be opened: {error}.</source>
        <translation>无法打开分片 {name}：{error}。</translation>
    </message>
    <message>
        <source>Is it there?</source>
        <translation>它存在吗？</translation>
    </message>
    <message>
        <source>The shard {name} breaks off: {error}.</source>
        <translation>分片 {name} 中断：{error}。</translation>
    </message>
    <message>
        <source>Paint with another module, too; their effects add up</source>
        <translation>再用另一个模块作画；它们的作用会相加</translation>
    </message>
    <message>
        <source>Paint with another module, too</source>
        <translation>再用另一个模块作画</translation>
    </message>
    <message>
        <source>Paint without “{module}”</source>
        <translation>不再用“{module}”作画</translation>
    </message>
    <message>
        <source>How strictly the picture follows what “{module}” hears</source>
        <translation>图像遵循“{module}”所识别内容的严格程度</translation>
    </message>
    <message>
        <source>“{name}” was left.</source>
        <translation>未采用“{name}”。</translation>
    </message>
    <message>
        <source>“{name}” is read with the other masks of its picture, {count} in all.</source>
        <translation>“{name}”与同一图片的其他蒙版一并读取，共 {count} 个。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; has many colours, so it cannot be read by number.</source>
        <translation>“{name}”颜色众多，无法按编号读取。</translation>
    </message>
    <message>
        <source>Leave out --read-as, or write --read-as nearest.</source>
        <translation>请去掉 --read-as，或写 --read-as nearest。</translation>
    </message>
    <message>
        <source>Say how it is read: --read-as {ways}.</source>
        <translation>请说明读取方式：--read-as {ways}。</translation>
    </message>
    <message>
        <source>“{name}” is read as its folder was before: {way}.</source>
        <translation>“{name}”按其文件夹先前的方式读取：{way}。</translation>
    </message>
    <message>
        <source>How is the label map read?</source>
        <translation>怎样读取标签图？</translation>
    </message>
    <message>
        <source>“{name}” can be read so:</source>
        <translation>“{name}”可以这样读取：</translation>
    </message>
    <message>
        <source>Ways to read it</source>
        <translation>读取方式</translation>
    </message>
    <message>
        <source>Read the other files of this folder so, too</source>
        <translation>此文件夹中的其他文件也这样读取</translation>
    </message>
    <message>
        <source>Read it so</source>
        <translation>这样读取</translation>
    </message>
    <message>
        <source>It shows: {names}</source>
        <translation>其中有：{names}</translation>
    </message>
    <message>
        <source>It shows nothing.</source>
        <translation>其中没有任何类别。</translation>
    </message>
    <message>
        <source>{share} of it has no class&apos;s exact colour and becomes the nearest class.</source>
        <translation>其中 {share} 没有任何类别的准确颜色，将归为最接近的类别。</translation>
    </message>
    <message>
        <source>{share} of it is no class of the palette and becomes unlabelled.</source>
        <translation>其中 {share} 不是调色板中的类别，将变为未标注。</translation>
    </message>
    <message>
        <source>A picture cannot be {width} x {height} pixels</source>
        <translation>图像不能是 {width} x {height} 像素</translation>
    </message>
    <message>
        <source>There is too little memory for that.</source>
        <translation>内存不足，无法完成。</translation>
    </message>
    <message>
        <source>Close other programs, or make the picture smaller.</source>
        <translation>请关闭其他程序，或把图像缩小。</translation>
    </message>
    <message>
        <source>Trainings cannot be kept in {folder}: {reason}.</source>
        <translation>无法在 {folder} 中保存训练：{reason}。</translation>
    </message>
    <message>
        <source>Make room there, or see that the folder can be written to.</source>
        <translation>请在那里腾出空间，或确认该文件夹可以写入。</translation>
    </message>
    <message>
        <source>“{name}” exists already. Replace it?</source>
        <translation>“{name}”已存在。要替换吗？</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; is no mask of the size of the others.</source>
        <translation>“{name}”不是与其他蒙版同样大小的蒙版。</translation>
    </message>
    <message>
        <source>The masks of one picture have two values, one of them 0, and one size.</source>
        <translation>同一图片的蒙版有两个值（其一为 0）且大小相同。</translation>
    </message>
    <message>
        <source>One class: {name}</source>
        <translation>单一类别：{name}</translation>
    </message>
    <message>
        <source>Numbers divided by {count}: the rest counts things</source>
        <translation>编号除以 {count}：余数为物体计数</translation>
    </message>
    <message>
        <source>By colour, exactly</source>
        <translation>按颜色，精确</translation>
    </message>
    <message>
        <source>By colour, red and blue exchanged</source>
        <translation>按颜色，红蓝互换</translation>
    </message>
    <message>
        <source>By colour, the nearest class</source>
        <translation>按颜色，最接近的类别</translation>
    </message>
    <message>
        <source>By number</source>
        <translation>按编号</translation>
    </message>
    <message>
        <source>By number, clear pixels too</source>
        <translation>按编号，包括透明像素</translation>
    </message>
    <message>
        <source>By number, counted from 0</source>
        <translation>按编号，从 0 数起</translation>
    </message>
    <message>
        <source>By number, counted from 1</source>
        <translation>按编号，从 1 数起</translation>
    </message>
    <message>
        <source>The palette &quot;{palette}&quot; has no class “{name}” for the mask.</source>
        <translation>调色板“{palette}”中没有用于蒙版的类别“{name}”。</translation>
    </message>
    <message>
        <source>Write one of its classes after “mask:”.</source>
        <translation>请在 “mask:” 之后写上其中的一个类别。</translation>
    </message>
    <message>
        <source>“{text}” is no way to read a label map.</source>
        <translation>“{text}”不是读取标签图的方式。</translation>
    </message>
    <message>
        <source>Write one of these: {words}.</source>
        <translation>请写以下之一：{words}。</translation>
    </message>
    <message>
        <source>It holds no list of classes that is known here.</source>
        <translation>其中没有此处认识的类别列表。</translation>
    </message>
    <message>
        <source>The palette is not usable: it is no XML that can be read.</source>
        <translation>调色板不可用：它不是可读取的 XML。</translation>
    </message>
    <message>
        <source>The palette is not usable: it has no classes.</source>
        <translation>调色板不可用：其中没有类别。</translation>
    </message>
    <message>
        <source>Names that came twice were numbered: {names}.</source>
        <translation>重复的名称已编号：{names}。</translation>
    </message>
    <message>
        <source>Classes lost their key, which another has or which is none of 1 to 9: {classes}.</source>
        <translation>以下类别失去了快捷键（已被占用或不在 1 到 9 之内）：{classes}。</translation>
    </message>
    <message>
        <source>The ids of the list do not fit into 1 to {most}, so its order counts.</source>
        <translation>列表中的编号不在 1 到 {most} 之内，因此以其顺序为准。</translation>
    </message>
    <message>
        <source>{name}, {class_id}, is unlabelled.</source>
        <translation>{name}（{class_id}）视为未标注。</translation>
    </message>
    <message>
        <source>{name} ({before} → {after})</source>
        <translation>{name}（{before} → {after}）</translation>
    </message>
    <message>
        <source>Classes without an id of their own from 1 to {most} got a free one: {classes}.</source>
        <translation>没有 1 到 {most} 之间自有编号的类别获得了空闲编号：{classes}。</translation>
    </message>
    <message>
        <source>The list gives no ids: {name} is unlabelled, and those after it count from 1.</source>
        <translation>列表没有编号：{name} 视为未标注，其后的类别从 1 数起。</translation>
    </message>
    <message>
        <source>The list gives no ids, so its classes count from 1, in its order. Where label maps count otherwise, add a column “id” to it.</source>
        <translation>列表没有编号，因此类别按其顺序从 1 数起。如果标签图的编号方式不同，请为列表添加 “id” 列。</translation>
    </message>
    <message>
        <source>A palette can have {most} classes, so {count} were left out: {names}.</source>
        <translation>调色板最多有 {most} 个类别，因此略过了 {count} 个：{names}。</translation>
    </message>
    <message>
        <source>Classes in the colour of another got one beside it: {classes}.</source>
        <translation>与其他类别同色的类别获得了相近的颜色：{classes}。</translation>
    </message>
    <message>
        <source>Classes without a colour in the file got one: {classes}.</source>
        <translation>文件中没有颜色的类别获得了颜色：{classes}。</translation>
    </message>
    <message>
        <source>The noise schedule of the base {name} cannot be used: {error}.</source>
        <translation>无法使用基础模型 {name} 的噪声计划：{error}。</translation>
    </message>
    <message>
        <source>Copy its folder again from where it came, or choose another base.</source>
        <translation>请从来源重新复制其文件夹，或选择其他基础模型。</translation>
    </message>
    <message>
        <source>{name} holds {what}, which is no base.</source>
        <translation>{name} 中是{what}，而不是基础模型。</translation>
    </message>
    <message>
        <source>Put it elsewhere: a base is a diffusers folder.</source>
        <translation>请放到别处：基础模型应为 diffusers 文件夹。</translation>
    </message>
    <message>
        <source>{name} holds a whole base in one file; it is opened as a diffusers folder only.</source>
        <translation>{name} 在一个文件中包含整个基础模型；只能以 diffusers 文件夹的形式打开。</translation>
    </message>
    <message>
        <source>Convert it: StableDiffusionPipeline.from_single_file(FILE).save_pretrained(FOLDER) of diffusers, or take the model&apos;s folder from where it comes.</source>
        <translation>请转换：使用 diffusers 的 StableDiffusionPipeline.from_single_file(FILE).save_pretrained(FOLDER)，或从来源获取模型文件夹。</translation>
    </message>
    <message>
        <source>{name} holds no snapshot of a model.</source>
        <translation>{name} 中没有模型快照。</translation>
    </message>
    <message>
        <source>The base {name} was made for pictures of the size {size}, which is not supported.</source>
        <translation>基础模型 {name} 适用于大小为 {size} 的图像，不受支持。</translation>
    </message>
    <message>
        <source>Choose a base for square pictures.</source>
        <translation>请选择用于正方形图像的基础模型。</translation>
    </message>
    <message>
        <source>one that reads a depth map</source>
        <translation>读取深度图的模型</translation>
    </message>
    <message>
        <source>one that enlarges pictures</source>
        <translation>放大图像的模型</translation>
    </message>
    <message>
        <source>one that edits pictures by instructions (InstructPix2Pix)</source>
        <translation>按指令编辑图像的模型 (InstructPix2Pix)</translation>
    </message>
    <message>
        <source>one for inpainting</source>
        <translation>用于局部重绘的模型</translation>
    </message>
    <message>
        <source>a {kind} without a U-Net</source>
        <translation>没有 U-Net 的 {kind}</translation>
    </message>
    <message>
        <source>What the base {name} says of itself cannot be read ({error}).</source>
        <translation>无法读取基础模型 {name} 的自述信息（{error}）。</translation>
    </message>
    <message>
        <source>Copy its folder again from where it came.</source>
        <translation>请从来源重新复制其文件夹。</translation>
    </message>
    <message>
        <source>of the Stable Diffusion XL family</source>
        <translation>Stable Diffusion XL 系列的模型</translation>
    </message>
    <message>
        <source>one that predicts its variance, too</source>
        <translation>同时预测方差的模型</translation>
    </message>
    <message>
        <source>one that starts from another picture (unCLIP)</source>
        <translation>从另一张图像出发的模型 (unCLIP)</translation>
    </message>
    <message>
        <source>one that needs more inputs than text ({key})</source>
        <translation>除文本外还需要其他输入的模型（{key}）</translation>
    </message>
    <message>
        <source>one that reads {channels} channels and predicts {out}</source>
        <translation>读取 {channels} 个通道而预测 {out} 个的模型</translation>
    </message>
    <message>
        <source>one whose network has {channels} channels, its autoencoder {latent}</source>
        <translation>网络为 {channels} 个通道而自编码器为 {latent} 个通道的模型</translation>
    </message>
    <message>
        <source>one that varies pictures, and reads no text</source>
        <translation>只变换图像而不读文本的模型</translation>
    </message>
    <message>
        <source>one whose text encoder is a {kind}, not CLIP</source>
        <translation>文本编码器为 {kind} 而非 CLIP 的模型</translation>
    </message>
    <message>
        <source>one whose network reads text {reads} wide, its text encoder writes {width}</source>
        <translation>网络读取宽度为 {reads} 的文本而文本编码器输出 {width} 的模型</translation>
    </message>
    <message>
        <source>one of continuous time, without a list of timesteps</source>
        <translation>连续时间、没有时间步列表的模型</translation>
    </message>
    <message>
        <source>one that paints {channels} channels instead of colours</source>
        <translation>绘制 {channels} 个通道而非颜色的模型</translation>
    </message>
    <message>
        <source>one that must be told a class</source>
        <translation>必须指定类别的模型</translation>
    </message>
    <message>
        <source>one with another kind of noise ({kind})</source>
        <translation>使用另一种噪声的模型（{kind}）</translation>
    </message>
    <message>
        <source>one with quantised weights</source>
        <translation>权重经过量化的模型</translation>
    </message>
    <message>
        <source>The base {name} is {what}, which is not supported.</source>
        <translation>基础模型 {name} 是{what}，不受支持。</translation>
    </message>
    <message>
        <source>{name} cannot be read: {reason}.</source>
        <translation>无法读取 {name}：{reason}。</translation>
    </message>
    <message>
        <source>Check who may read it.</source>
        <translation>请检查谁有权读取它。</translation>
    </message>
    <message>
        <source>The base {name} gives no numbers for some of these pictures (NaN, or too large).</source>
        <translation>基础模型 {name} 对其中一些图片给出非数值（NaN 或过大）。</translation>
    </message>
    <message>
        <source>Train with another base, or copy this one again: its weights may be damaged.</source>
        <translation>请用其他基础模型训练，或重新复制此模型：其权重可能已损坏。</translation>
    </message>
    <message>
        <source>{name}: the label map is a JPEG, which does not keep ids.</source>
        <translation>{name}：标签图是 JPEG，无法保留编号。</translation>
    </message>
    <message>
        <source>{name}: the label map is {mode}, not class ids (grey or indexed).</source>
        <translation>{name}：标签图是 {mode}，而不是类别编号（灰度或索引）。</translation>
    </message>
    <message>
        <source>The training cannot write to {folder}: {reason}.</source>
        <translation>训练无法写入 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>Make room there and start it again: it goes on from what is there.</source>
        <translation>请在那里腾出空间后重新开始：将从已有内容继续。</translation>
    </message>
    <message>
        <source>Another training works in {folder}.</source>
        <translation>另一个训练正在使用 {folder}。</translation>
    </message>
    <message>
        <source>Wait for its end, or train into another folder.</source>
        <translation>请等它结束，或训练到其他文件夹。</translation>
    </message>
    <message>
        <source>Export it there as OpenRaster (.ora) or PNG.</source>
        <translation>请在原程序中导出为 OpenRaster (.ora) 或 PNG。</translation>
    </message>
    <message>
        <source>Export it there as PNG.</source>
        <translation>请在原程序中导出为 PNG。</translation>
    </message>
    <message>
        <source>Download or copy the file again.</source>
        <translation>请重新下载或复制该文件。</translation>
    </message>
    <message>
        <source>a Photoshop document</source>
        <translation>Photoshop 文档</translation>
    </message>
    <message>
        <source>a GIMP image</source>
        <translation>GIMP 图像</translation>
    </message>
    <message>
        <source>a Clip Studio document</source>
        <translation>Clip Studio 文档</translation>
    </message>
    <message>
        <source>a Paint.NET image</source>
        <translation>Paint.NET 图像</translation>
    </message>
    <message>
        <source>an Aseprite file</source>
        <translation>Aseprite 文件</translation>
    </message>
    <message>
        <source>a PDF document</source>
        <translation>PDF 文档</translation>
    </message>
    <message>
        <source>a PostScript document</source>
        <translation>PostScript 文档</translation>
    </message>
    <message>
        <source>a Blender file</source>
        <translation>Blender 文件</translation>
    </message>
    <message>
        <source>a JPEG XL image</source>
        <translation>JPEG XL 图像</translation>
    </message>
    <message>
        <source>a JPEG 2000 image</source>
        <translation>JPEG 2000 图像</translation>
    </message>
    <message>
        <source>an OpenEXR image</source>
        <translation>OpenEXR 图像</translation>
    </message>
    <message>
        <source>an HDR image</source>
        <translation>HDR 图像</translation>
    </message>
    <message>
        <source>an icon</source>
        <translation>图标</translation>
    </message>
    <message>
        <source>a DDS texture</source>
        <translation>DDS 纹理</translation>
    </message>
    <message>
        <source>a raw photo</source>
        <translation>原始 (RAW) 照片</translation>
    </message>
    <message>
        <source>Develop it as JPEG or TIFF first.</source>
        <translation>请先冲印为 JPEG 或 TIFF。</translation>
    </message>
    <message>
        <source>an array of NumPy</source>
        <translation>NumPy 数组</translation>
    </message>
    <message>
        <source>Save it as a PNG of whole numbers.</source>
        <translation>请存为整数的 PNG。</translation>
    </message>
    <message>
        <source>a MATLAB file</source>
        <translation>MATLAB 文件</translation>
    </message>
    <message>
        <source>Write its label map with imwrite, as PNG.</source>
        <translation>请用 imwrite 把其中的标签图写为 PNG。</translation>
    </message>
    <message>
        <source>an HDF5 file</source>
        <translation>HDF5 文件</translation>
    </message>
    <message>
        <source>Save its label map as PNG.</source>
        <translation>请把其中的标签图存为 PNG。</translation>
    </message>
    <message>
        <source>a film, or an image that is not known here</source>
        <translation>影片，或此处不认识的图像</translation>
    </message>
    <message>
        <source>a film</source>
        <translation>影片</translation>
    </message>
    <message>
        <source>Save one picture of it as PNG or JPEG.</source>
        <translation>请把其中一幅画面存为 PNG 或 JPEG。</translation>
    </message>
    <message>
        <source>a packed file</source>
        <translation>压缩文件</translation>
    </message>
    <message>
        <source>Unpack it first.</source>
        <translation>请先解压。</translation>
    </message>
    <message>
        <source>a packed folder</source>
        <translation>压缩文件夹</translation>
    </message>
    <message>
        <source>a pointer of Git LFS, not the file itself</source>
        <translation>Git LFS 指针，而不是文件本身</translation>
    </message>
    <message>
        <source>Fetch it: git lfs pull.</source>
        <translation>请获取文件：git lfs pull。</translation>
    </message>
    <message>
        <source>a vector drawing</source>
        <translation>矢量图</translation>
    </message>
    <message>
        <source>a web page</source>
        <translation>网页</translation>
    </message>
    <message>
        <source>a Krita document</source>
        <translation>Krita 文档</translation>
    </message>
    <message>
        <source>a Procreate document</source>
        <translation>Procreate 文档</translation>
    </message>
    <message>
        <source>Share it as PNG.</source>
        <translation>请共享为 PNG。</translation>
    </message>
    <message>
        <source>an office document</source>
        <translation>办公文档</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空文件</translation>
    </message>
    <message>
        <source>“{name}” is {what}.</source>
        <translation>“{name}”是{what}。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; holds no colours of the size of its drawing.</source>
        <translation>“{name}”中没有与画稿同样大小的颜色图层。</translation>
    </message>
    <message>
        <source>Colour: {colour}. A click chooses another one</source>
        <translation>颜色：{colour}。点击可选择其他颜色</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Colour stroke</source>
        <translation>色彩笔触</translation>
    </message>
    <message>
        <source>Colour eraser stroke</source>
        <translation>色彩擦除</translation>
    </message>
    <message>
        <source>The module “{module}” cannot act on the base “{base}”.</source>
        <translation>模块“{module}”无法作用于基础模型“{base}”。</translation>
    </message>
    <message>
        <source>Modulation</source>
        <translation>调制</translation>
    </message>
    <message>
        <source>ControlNet</source>
        <translation>ControlNet</translation>
    </message>
    <message>
        <source>Fine-tuning</source>
        <translation>微调</translation>
    </message>
    <message>
        <source>a LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>a ControlNet</source>
        <translation>ControlNet</translation>
    </message>
    <message>
        <source>an embedding</source>
        <translation>嵌入向量</translation>
    </message>
    <message>
        <source>an autoencoder alone</source>
        <translation>单独的自编码器</translation>
    </message>
    <message>
        <source>{arm} is built from a UNet2DConditionModel; the network of {base} is a {kind}.</source>
        <translation>{arm} 由 UNet2DConditionModel 构建；{base} 的网络是 {kind}。</translation>
    </message>
    <message>
        <source>diffusers&apos; ControlNet-XS does not take {base}: {error}</source>
        <translation>diffusers 的 ControlNet-XS 不接受 {base}：{error}</translation>
    </message>
    <message>
        <source>diffusers&apos; ControlNet-XS is made for Stable Diffusion only: {why}.</source>
        <translation>diffusers 的 ControlNet-XS 只适用于 Stable Diffusion：{why}。</translation>
    </message>
    <message>
        <source>{label}: {key} is {found}, where it should be {wanted}.</source>
        <translation>{label}：{key} 为 {found}，应为 {wanted}。</translation>
    </message>
</context>
</TS>
