/** More threads than this are of no use to one network; what they wait in is laid out for so many. */
export { MAX_THREADS } from '../kernels/assembly/layout.ts'
