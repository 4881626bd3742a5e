/// Everything that a researcher's own package needs: `import UnreelKit`.
///
/// The modules follow the data: videos become a frame store (``Videos``), frames become examples
/// (``Datasets``), a network (``Networks``) is trained on them (``Training``), and what it learned is
/// evaluated (``Evaluation``, with the methods of ``Numerics``) and drawn (``Reports``). ``Runs`` does all of
/// it in one folder, as the program `unreel` does.
@_exported import Basics
@_exported import Datasets
@_exported import Evaluation
@_exported import Networks
@_exported import Numerics
@_exported import Reports
@_exported import Runs
@_exported import Tensors
@_exported import Tracking
@_exported import Training
@_exported import Videos
