import path from '../resources/kernels/glassbox.wasm?asset'

/** The compiled kernels, shipped beside the program. */
export const kernelsFile = path
