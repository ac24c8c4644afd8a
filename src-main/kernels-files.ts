import fastest from '../resources/kernels/glassbox.wasm?asset'
import unrelaxedUnshared from '../resources/kernels/glassbox-unrelaxed-unshared.wasm?asset'
import unrelaxed from '../resources/kernels/glassbox-unrelaxed.wasm?asset'
import unshared from '../resources/kernels/glassbox-unshared.wasm?asset'
import resize from '../resources/kernels/resize.wasm?asset'

/** The compiled kernels, shipped beside the program: a build for each kind of machine, the fastest first. */
export const kernelsFiles: readonly string[] = [fastest, unrelaxed, unshared, unrelaxedUnshared]

/** The kernels that resize pictures. */
export const resizeFile: string = resize
