import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { UnsupportedMachineError } from '../../../src-engine/kernels/loader.ts'
import { gradcheck } from '../../../src-main/cli/commands/gradcheck.ts'
import { engineEnvelope, withCodes } from '../../../src-main/training/engine-errors.ts'
import { temporaryFolder } from '../support/temporary.ts'

test('a machine without SIMD has a code and a next step', () => {
  expect(engineEnvelope(new UnsupportedMachineError())).toMatchObject({
    code: 'run/unsupported-machine',
    message: 'None of the kernels can run here: WebAssembly has no SIMD, or the files are damaged.',
    hint: expect.stringContaining('Install Glassbox again') as string,
  })
})

test('what succeeds is handed on, a defect stays one', () => {
  expect(withCodes(() => 7)).toBe(7)
  const fail = () => {
    throw new TypeError('x is not a function')
  }
  expect(() => withCodes(fail)).toThrow(expect.objectContaining({ code: 'internal', message: 'x is not a function' }))
})

/** Both are refused before anything is allocated. */
test.each([
  [{ input: [65_536, 65_536, 1], layers: [{ type: 'flatten' }, { type: 'dense', units: 256 }] }, 'run/spec-invalid'],
  [
    {
      input: [16_384, 16_384, 1],
      layers: [
        { type: 'conv2d', filters: 64, kernelSize: 3, padding: 'same' },
        { type: 'globalAveragePool2d' },
        { type: 'dense', units: 2, activation: 'softmax' },
      ],
    },
    'run/out-of-memory',
  ],
])('the gradient check of %j ends at once with %s', async (network, code) => {
  const file = join(await temporaryFolder(), 'config.json')
  await writeFile(file, JSON.stringify({ network }))
  const started = performance.now()
  const before = process.memoryUsage().rss
  await expect(gradcheck({ config: file })).rejects.toMatchObject({ code })
  expect(performance.now() - started).toBeLessThan(5000)
  expect(process.memoryUsage().rss - before).toBeLessThan(200e6)
})
