import { readFileSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
import { fastResize } from '../../src-engine/data/prepare/fast-resize.ts'
import { resizeRows, type ResizeRows } from '../../src-engine/data/prepare/resize.ts'
import { compileKernels, UnsupportedMachineError } from '../../src-engine/kernels/loader.ts'

/** What a thread that prepares pictures is started with. */
export interface PictureThread {
  /** `resources/kernels/resize.wasm` */
  readonly resizeFile: string
}

/** The fastest way to resize in this thread. All give the same bits, so which it is shows in nothing but time. */
export const resize: ResizeRows = chooseResize(workerData as Partial<PictureThread> | null)

function chooseResize(thread: Partial<PictureThread> | null): ResizeRows {
  if (thread?.resizeFile === undefined) return resizeRows
  try {
    return fastResize(compileKernels([readFileSync(thread.resizeFile)]))
  } catch (error) {
    if (error instanceof UnsupportedMachineError) return resizeRows
    throw error
  }
}
