import { describe, expect, it } from 'vitest'
import * as layout from '../../../src-engine/kernels/assembly/layout.ts'
import { compilePlan } from '../../../src-engine/plan/compile.ts'
import { createModel } from '../../../src-engine/plan/model.ts'
import { presetNetwork } from '../../../src-engine/spec/presets.ts'
import { kernels } from '../support/kernels.ts'
import { training } from '../support/networks.ts'
import { startThreads } from '../support/threads.ts'

/** 8·(2·1000 + 2) + 3·(2·8 + 2) operations an example forward, three times that to train. */
const spec = presetNetwork('mlp-8', [1000], 3)

function sharing(batchSize: number, threads = 2): (boolean | undefined)[] {
  const { programs } = compilePlan({ network: spec, batchSize, threads, training: training() })
  return [programs.predict, programs.evaluate, programs.gradient, programs.train].map((each) => each?.isShared)
}

describe('threads share a program', () => {
  it('from ten million operations on', () => {
    expect(sharing(207)).toEqual([false, false, false, false])
    expect(sharing(208)).toEqual([false, false, true, true])
    expect(sharing(622)).toEqual([false, false, true, true])
    expect(sharing(623)).toEqual([true, true, true, true])
  })

  it('whatever their number', () => {
    for (const threads of [1, 8]) expect(sharing(208, threads)).toEqual(sharing(208))
  })
})

/** Whether helpers were asked for. */
async function asksHelpers(sharedFrom: number): Promise<boolean> {
  const model = createModel(kernels, { network: spec, batchSize: 1, threads: 2, sharedFrom })
  const stop = await startThreads(model)
  model.predict(1)
  const asked = new DataView(model.memory.buffer).getUint32(layout.COMMAND, true) !== 0
  await stop()
  return asked
}

it('a program that is not shared wakes nobody', async () => {
  expect(await asksHelpers(1)).toBe(true)
  expect(await asksHelpers(1e9)).toBe(false)
})
