import { execFileSync } from 'node:child_process'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { compileKernels, kernelInfo, UnsupportedMachineError } from '../../../src-engine/kernels/loader.ts'
import { createModel } from '../../../src-engine/plan/model.ts'
import { presetNetwork } from '../../../src-engine/spec/presets.ts'
import { buildBytes, builds, kernelBuilds, kernels } from '../support/kernels.ts'
import { startThreads } from '../support/threads.ts'

const root = new URL('../../../', import.meta.url)

describe('the committed kernels', () => {
  it('are what the sources give', { timeout: 240_000 }, () => {
    const output = execFileSync('node', ['build/kernels.mjs', '--check'], { cwd: root, encoding: 'utf8' })
    expect(output.match(/[\w-]+\.wasm(?=: \d+ bytes)/g)).toEqual([...kernelBuilds, 'resize.wasm'])
  })

  it.each(builds)('%s holds no data: the plan owns every byte of the memory', (name) => {
    const ids = sections(buildBytes(name))
    expect(ids).not.toContain(11)
    expect(ids).toContain(10)
  })

  it.each(builds)('%s imports nothing but the memory', (_, module) => {
    expect(WebAssembly.Module.imports(module)).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }])
  })

  it.each(builds)('%s says what it needs', (name, module) => {
    const { fusedMultiplyAdd, ...info } = kernelInfo(module)
    expect(info).toEqual({ relaxedSimd: !name.includes('unrelaxed'), sharedMemory: !name.includes('unshared') })
    if (name.includes('unrelaxed')) expect(fusedMultiplyAdd).toBe(false)
    expect(fusedMultiplyAdd).toBeTypeOf('boolean')
  })
})

describe('compileKernels', () => {
  const all = kernelBuilds.map(buildBytes)
  const chosen = () => kernelInfo(compileKernels(all))
  /** A machine whose WebAssembly cannot run some of the builds. */
  const withoutBuilds = (isMissing: (name: string) => boolean) =>
    vi.spyOn(WebAssembly, 'validate').mockImplementation((bytes) => {
      const index = all.findIndex((each) => each === bytes)
      return !isMissing(kernelBuilds[index]!)
    })
  afterEach(() => {
    vi.restoreAllMocks()
    vi.unstubAllGlobals()
  })

  it('takes the fastest build', () => {
    expect(chosen()).toMatchObject({ relaxedSimd: true, sharedMemory: true })
  })

  it('does without relaxed SIMD', () => {
    withoutBuilds((name) => !name.includes('unrelaxed'))
    expect(chosen()).toEqual({ fusedMultiplyAdd: false, relaxedSimd: false, sharedMemory: true })
  })

  it('does without shared memory', () => {
    vi.stubGlobal('SharedArrayBuffer', undefined)
    expect(chosen()).toMatchObject({ relaxedSimd: true, sharedMemory: false })
  })

  it('does without both', () => {
    vi.stubGlobal('SharedArrayBuffer', undefined)
    withoutBuilds((name) => !name.includes('unrelaxed'))
    expect(chosen()).toEqual({ fusedMultiplyAdd: false, relaxedSimd: false, sharedMemory: false })
  })

  it('says so where there is no SIMD at all, and for bytes that are no kernels', () => {
    withoutBuilds(() => true)
    expect(chosen).toThrow(UnsupportedMachineError)
    vi.restoreAllMocks()
    expect(() => compileKernels([Uint8Array.of(1, 2, 3, 4)])).toThrow('no SIMD, or the files are damaged')
  })
})

it('serveKernelThread returns when the model is closed, also when it begins afterwards', async () => {
  const options = { network: presetNetwork('mlp-8', [2], 2), batchSize: 1, threads: 2 }
  const model = createModel(kernels, options)
  const stop = await startThreads(model)
  model.predict(1)
  await stop()
  const late = createModel(kernels, options)
  late.predict(1)
  late.close()
  await (
    await startThreads(late, false)
  )()
})

/** Ids of a module's sections. */
function sections(bytes: Uint8Array): number[] {
  const ids: number[] = []
  let at = 8
  while (at < bytes.length) {
    ids.push(bytes[at++]!)
    let size = 0
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!
      size |= (byte & 127) << shift
      if (byte < 128) break
    }
    at += size
  }
  return ids
}
