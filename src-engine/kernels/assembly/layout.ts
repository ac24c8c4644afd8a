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
/** Sum of the examples' losses (float64) and number of correct answers, written by `METRICS`. */
export const LOSS_SUM = 448
export const CORRECT = 456
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
export const MAX_POOL = 7
export const MAX_POOL_GRADIENT = 8
export const DROPOUT = 9
export const DROPOUT_GRADIENT = 10
export const SOFTMAX = 11
export const SOFTMAX_CROSS_ENTROPY = 12
export const MEAN_SQUARED_ERROR = 13
export const METRICS = 14
export const SGD = 15
export const MOMENTUM = 16
export const ADAM = 17

// Activations a kernel can apply; softmax is an operation of its own.
export const LINEAR = 0
export const RELU = 1
export const SIGMOID = 2
export const TANH = 3

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
export const SCRATCH_BYTES = 352256 // PANEL_OFFSET + REDUCTION_ROWS · 32, rounded up to 1024

export const MAX_THREADS = 16
