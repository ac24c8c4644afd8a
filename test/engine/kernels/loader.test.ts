import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compileKernels, kernelInfo } from '../../../src-engine/kernels/loader.ts'
import { createModel } from '../../../src-engine/plan/model.ts'
import { presetNetwork } from '../../../src-engine/spec/presets.ts'
import { kernels } from '../support/kernels.ts'
import { startThreads } from '../support/threads.ts'

const root = new URL('../../../', import.meta.url)

describe('the committed kernels', () => {
  it('are what the sources give', () => {
    const output = execFileSync('node', ['build/kernels.mjs', '--check'], { cwd: root, encoding: 'utf8' })
    expect(output).toContain('bytes')
  })

  it('hold no data: the plan owns every byte of the memory', () => {
    const bytes = readFileSync(new URL('resources/kernels/glassbox.wasm', root))
    expect(sections(bytes)).not.toContain(11)
    expect(sections(bytes)).toContain(10)
  })

  it('import nothing but the memory', () => {
    expect(WebAssembly.Module.imports(kernels)).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }])
  })
})

it('kernelInfo says whether multiply-add rounds once', () => {
  expect(kernelInfo(kernels)).toEqual({ fusedMultiplyAdd: expect.any(Boolean) as boolean })
})

it('compileKernels refuses bytes that are no kernels', () => {
  expect(() => compileKernels(Uint8Array.of(1, 2, 3, 4))).toThrow(WebAssembly.CompileError)
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
