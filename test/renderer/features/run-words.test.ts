import { describe, expect, it } from 'vitest'
import { RunConfig } from '../../../src-engine/spec/config.ts'
import type { EndReason, RunDetail } from '../../../src-main/contract/types.ts'
import { endWords } from '../../../src-renderer/features/run/end-words.ts'
import { runError, waitsForSpace } from '../../../src-renderer/features/run/run-error.ts'
import { comparable } from '../../../src-renderer/features/runs/comparable.ts'
import { differenceWords, spreadWords } from '../../../src-renderer/features/runs/compared-words.ts'
import { startWords } from '../../../src-renderer/features/runs/lineage.ts'
import { sampleDetail, sampleRun } from '../samples.ts'

describe('endWords', () => {
  const { config } = sampleDetail()
  const ended = (end: EndReason | null, training = {}, kind: RunDetail['kind'] = 'training') =>
    endWords({ end, kind, config: RunConfig.parse({ ...config, training: { ...config.training, ...training } }) })
  it('says why a run ended before its last epoch', () => {
    expect(ended('earlyStopping', { earlyStopping: { patience: 10 } })).toBe(
      'Stopped early: the validation loss had not fallen for 10 epochs.',
    )
    expect(ended('earlyStopping', { earlyStopping: { patience: 1, monitor: 'loss' } })).toBe(
      'Stopped early: the training loss had not fallen for 1 epoch.',
    )
    expect(ended('converged', { earlyStopping: { acceptableLoss: 0.05 } })).toBe(
      'Converged: the loss reached its target of 0.0500.',
    )
    expect(ended('timeBudget', { timeBudget: 90 })).toBe('Time budget used: 1 m 30 s of training.')
    expect(ended('diverged', {}, 'rateFinder')).toContain('began to grow')
  })
  it('says nothing of one that came to its end, or has none yet', () => {
    expect([ended('epochs'), ended(null)]).toEqual([null, null])
  })
})

describe('runError', () => {
  const error = { code: 'storage/disk-full', message: 'The disk is full.', hint: 'Free 3 MB.' } as const
  it('says of a run that waits for space that it goes on by itself', () => {
    expect(waitsForSpace({ status: 'paused', error })).toBe(true)
    expect(runError({ status: 'paused', error })?.hint).toBe('Free 3 MB. It continues by itself when there is space.')
  })
  it('promises that of no other one', () => {
    expect(runError({ status: 'failed', error })).toEqual(error)
    expect(runError({ status: 'paused', error: null })).toBeNull()
  })
})

describe('comparable', () => {
  const run = (id: string, startedAt: number, groupId: string | null = null) => sampleRun({ id, startedAt, groupId })
  it('takes two runs, also of one group, the older one first', () => {
    expect(comparable([run('late', 2, 'g'), run('early', 1, 'g')])).toEqual({ a: ['early'], b: ['late'] })
  })
  it('splits more than two by their groups, a run without one being its own', () => {
    const runs = [run('a1', 1, 'a'), run('b1', 2, 'b'), run('a2', 3, 'a'), run('b2', 4, 'b')]
    expect(comparable(runs)).toEqual({ a: ['a1', 'a2'], b: ['b1', 'b2'] })
    expect(comparable([...runs.slice(0, 1), runs[2]!, run('alone', 9)])).toEqual({ a: ['a1', 'a2'], b: ['alone'] })
  })
  it('knows no other sides', () => {
    expect(comparable([run('one', 1)])).toBeNull()
    expect(comparable([run('one', 1), run('two', 2), run('three', 3)])).toBeNull()
    expect(comparable([run('a1', 1, 'a'), run('a2', 2, 'a'), run('a3', 3, 'a')])).toBeNull()
    expect(comparable([run('one', 1), sampleRun({ kind: 'rateFinder' })])).toBeNull()
  })
})

it('writes a spread and a difference in the unit of the figure', () => {
  expect(spreadWords('test accuracy', { count: 3, mean: 0.875, deviation: 0.0123 })).toBe('87.5 % ± 1.2 %')
  expect(spreadWords('test loss', { count: 1, mean: 0.3, deviation: null })).toBe('0.300')
  expect(differenceWords('test accuracy', -0.0301)).toBe('−3.0 pp')
  expect(differenceWords('test loss', 0.25)).toBe('+0.250')
})

it('says where a run began', () => {
  expect(startWords({ epoch: 0, step: 0 })).toBe('Same first weights as')
  expect(startWords({ epoch: 7, step: 0 })).toBe('Continues from epoch 7 of')
  expect(startWords({ epoch: 0, step: 12 })).toBe('Continues from epoch 0, step 12 of')
})
