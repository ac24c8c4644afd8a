/**
 * What the plan (TypeScript) and the kernels (AssemblyScript) agree on: this file is compiled by both.
 * Addresses are bytes in the shared memory. Words that several threads write stand on cache lines of their own.
 */

// Header
export const COMMAND = 64
export const JOINED = 128
export const ARRIVED = 192
export const PHASE = 256
export const SLEEPERS = 320
/** Address of the program the command asks for; 0 means: leave. */
export const PROGRAM = 384
/** Examples in this batch. */
export const COUNT = 388
/** Address of the threads' private scratch blocks. */
export const SCRATCH = 392
export const DROPOUT_SEED = 396
/**
 * Sum of the examples' losses (float64) and number of correct answers, written by `METRICS`; of a regression instead of the
 * latter the sums of |a − y| and (a − y)² over all answers (float64).
 */
export const LOSS_SUM = 448
export const CORRECT = 456
export const ABSOLUTE_SUM = 464
export const SQUARE_SUM = 472
export const HEADER_BYTES = 512

// Instruction: opcode, size in bytes, 1 when a barrier follows, next unclaimed tile; then the arguments.
export const INSTRUCTION_BYTES = 16

export const END = 0
export const BEGIN_STEP = 1
export const PACK_FORWARD = 2
export const PACK_BACKWARD = 3
export const FORWARD_PRODUCT = 4
export const INPUT_GRADIENT = 5
export const WEIGHT_GRADIENT = 6
export const MATRIX_FORWARD = 7
export const MATRIX_INPUT_GRADIENT = 8
export const MATRIX_WEIGHT_GRADIENT = 9
export const MATRIX_UPDATE = 10
export const WINOGRAD_FORWARD_WEIGHTS = 11
export const WINOGRAD_BACKWARD_WEIGHTS = 12
export const WINOGRAD_FORWARD = 13
export const WINOGRAD_INPUT_GRADIENT = 14
export const WINOGRAD_WEIGHT_GRADIENT = 15
export const MAX_POOL = 16
export const MAX_POOL_GRADIENT = 17
export const DROPOUT = 18
export const DROPOUT_GRADIENT = 19
export const ANSWERS = 20
export const SOFTMAX_CROSS_ENTROPY = 21
export const LOSS = 22
export const METRICS = 23
export const SGD = 24
export const MOMENTUM = 25
export const ADAM = 26
export const ACTIVATE = 27
export const ACTIVATION_GRADIENT = 28
export const ROOT_GRADIENT = 29
export const AVERAGE_POOL = 30
export const AVERAGE_POOL_GRADIENT = 31
export const GLOBAL_POOL = 32
export const GLOBAL_POOL_GRADIENT = 33
export const DEPTHWISE = 34
export const DEPTHWISE_INPUT_GRADIENT = 35
export const DEPTHWISE_WEIGHT_GRADIENT = 36
export const BATCH_MOMENTS = 37
export const BATCH_STATISTICS = 38
export const MOVING_DEVIATIONS = 39
export const MOVE_STATISTICS = 40
export const BATCH_NORM = 41
export const BATCH_DELTA_SUMS = 42
export const BATCH_DELTA_MEANS = 43
export const BATCH_NORM_GRADIENT = 44
export const BATCH_NORM_POOL = 45
export const BATCH_POOL_DELTA_SUMS = 46
export const BATCH_NORM_POOL_GRADIENT = 47
export const LAYER_NORM = 48
export const LAYER_NORM_GRADIENT = 49
export const RECURRENT = 50
export const RECURRENT_GRADIENT = 51
export const LOOK_AHEAD = 52
export const AHEAD_MOMENTUM = 53
export const NESTEROV = 54
export const ADAGRAD = 55
export const RMSPROP = 56
export const ADADELTA = 57
export const ADAMAX = 58
export const NADAM = 59
export const GRADIENT_SQUARES = 60
export const CLIP = 61
export const AUGMENT = 62
export const GLOBAL_MAX_POOL = 63
export const GLOBAL_MAX_POOL_GRADIENT = 64
export const TO_LANES = 65
export const FROM_LANES = 66
export const NARROW_FORWARD = 67
export const NARROW_GRADIENT = 68
export const GATHER = 69

// Activations a kernel can apply. Step and softmax are left to the loss, which makes the network's answers.
export const LINEAR = 0
export const RELU = 1
export const SIGMOID = 2
export const TANH = 3
export const LEAKY_RELU = 4
export const ELU = 5
export const GELU = 6
export const STEP = 7
export const SOFTMAX = 8

// What a loss counts of each answer a and target y; see `loss-terms.ts`.
export const SQUARES = 0
export const ABSOLUTES = 1
export const SIGMOID_CROSS_ENTROPY = 2
export const KULLBACK_LEIBLER = 3
export const HELLINGER = 4
export const EXPONENTIAL = 5
export const PERCEPTRON = 6
export const CATEGORICAL = 7

// Sizes of a thread's scratch block: packed patch rows, then accumulator tiles, then one packed panel.
/** Columns of a patch packed at once: a multiple of both 4 lanes and the 6 rows of a register tile. */
export const BLOCK_COLUMNS = 252
/** Floats from one packed row to the next: 17 cache lines, so that neighbouring rows fall into different cache sets. */
export const ROW = 272
/** Patch rows a forward or input-gradient tile covers. */
export const BLOCK_ROWS = 48
/** Patch rows a weight gradient packs at once. */
export const REDUCTION_ROWS = 256
/** Most output columns one tile covers. */
export const TILE_COLUMNS = 64
export const PACKED_BYTES = 278528 // REDUCTION_ROWS · ROW · 4
export const PANEL_OFFSET = 343040 // PACKED_BYTES + BLOCK_COLUMNS / 6 · TILE_COLUMNS / 8 · 192
/** Winograd tiles of 2×2 outputs that are multiplied at once: a multiple of the 6 rows of a register tile. */
export const WINOGRAD_TILES = 24
/** Most channels of one tile of a Winograd weight gradient: 11 rows of register tiles of 6. */
export const WINOGRAD_CHANNELS = 64
/** Most output columns of one tile of a Winograd product. */
export const WINOGRAD_COLUMNS = 128
export const SCRATCH_BYTES = 549888 // PACKED_BYTES + 16 · (11 · TILE_COLUMNS / 8 · 192 + 64) for Winograd's sums

// The same block for matrices read in place: two panels of 8 columns, then accumulator tiles.
/** Most rows of a panel. */
export const MATRIX_DEPTH = 1024
export const PANELS_BYTES = 65536 // 2 · MATRIX_DEPTH · 32
/** Most rows of a matrix that one tile covers: 57 register tiles. */
export const MATRIX_ROWS = 342
/** Most inputs whose weight gradient one tile takes. */
export const MATRIX_INPUTS = 252

// What is done to a picture before a step, float32: first the map from a place (x, y) of the result to the place in the
// picture it looks at, x' = r₀x + r₁y + r₂ and y' = r₃x + r₄y + r₅.
/** Contrast: what differences from the picture's mean are multiplied by. */
export const AUGMENT_GAIN = 6
/** Deviation of the noise, and a whole number that decides it. */
export const AUGMENT_NOISE = 7
export const AUGMENT_KEY = 8
/** Lines and columns that are cut out. */
export const AUGMENT_TOP = 9
export const AUGMENT_BOTTOM = 10
export const AUGMENT_LEFT = 11
export const AUGMENT_RIGHT = 12
/** From here on what is added to each channel. */
export const AUGMENT_SHIFTS = 13

/** Numbers of a tensor that one update tile covers. */
export const UPDATE_TILE = 4096

export const MAX_THREADS = 16
