import { describe, expect, it } from 'vitest'
import { PrepareSpec } from '../../../../src-engine/spec/data.ts'
import { flopsPerTrainingExample } from '../../../../src-engine/spec/flops.ts'
import { RunConfig } from '../../../../src-engine/spec/config.ts'
import { checkConfig } from '../../../../src-main/app/runs/check-config.ts'
import { configOf } from '../../../../src-renderer/features/train/draft-config.ts'
import { draftsOfPlan, draftsToRun, isCustom } from '../../../../src-renderer/features/train/plans/planned-draft.ts'
import { planRuns } from '../../../../src-renderer/features/train/plans/plans.ts'
import { planWords } from '../../../../src-renderer/features/train/plans/plan-words.ts'
import { emptyDraft, PLANS, type PlanName, type TrainDraft } from '../../../../src-renderer/stores/train-draft.ts'
import { sampleDataset } from '../../samples.ts'

const classesOf = (train: number) =>
  ['a', 'b'].map((name) => ({ name, counts: { train: train / 2, validation: 10, test: 10 } }))
const photos = (train: number, side = 64) =>
  sampleDataset({ classes: classesOf(train), prepare: PrepareSpec.parse({ size: [side, side] }) })
const digits = sampleDataset({
  classes: classesOf(50_000),
  prepare: PrepareSpec.parse({ size: [28, 28], channels: 'gray' }),
})
const tiny = sampleDataset({ classes: classesOf(1200), prepare: PrepareSpec.parse({ size: [8, 8], channels: 'gray' }) })
const table = sampleDataset({ classes: classesOf(200), columns: ['x', 'y'], prepare: null })
const numbers = sampleDataset({ ...table, task: 'regression', classes: [classesOf(400)[0]!] })
const everything = { 'few photos': photos(400), 'many photos': photos(40_000, 128), digits, tiny, table, numbers }

const draftOf = (plan: PlanName, changes: Partial<TrainDraft> = {}): TrainDraft => ({
  ...emptyDraft(),
  datasetId: 'data0001',
  plan,
  ...changes,
})

describe.each(Object.entries(everything))('the three choices for %s', (_, dataset) => {
  it.each(PLANS)('%s is a spec that can be started', (plan) => {
    for (const draft of draftsToRun(draftOf(plan), dataset)) {
      const config = configOf(draft, dataset)!
      expect(RunConfig.parse(config)).toEqual(config)
      checkConfig(config, dataset)
    }
  })
  it.each(PLANS)('%s is the same as the form filled in by hand', (plan) => {
    const [{ preset, epochs, prepare, settings } = emptyDraft()] = draftsToRun(draftOf(plan), dataset)
    const byHand = draftOf('balanced', { preset, epochs, prepare, settings })
    expect(configOf(byHand, dataset)).toEqual(configOf(draftsToRun(draftOf(plan), dataset)[0]!, dataset))
  })
  it('quick takes less than balanced, and thorough tries two networks for longer', () => {
    const effort = (plan: PlanName): number =>
      draftsToRun(draftOf(plan), dataset).reduce((sum, draft) => {
        const { network, training } = configOf(draft, dataset)!
        return sum + flopsPerTrainingExample(network) * training.epochs
      }, 0)
    expect(effort('quick')).toBeLessThan(effort('balanced'))
    expect(effort('thorough')).toBeGreaterThan(effort('balanced'))
    expect(new Set(planRuns('thorough', dataset).map(({ preset }) => preset)).size).toBe(2)
  })
})

describe('quick', () => {
  it('keeps the size of few pictures, and takes smaller ones of many', () => {
    expect(planRuns('quick', photos(400))).toEqual([{ preset: 'cnn-small', epochs: 15 }])
    const [many] = planRuns('quick', photos(40_000, 256))
    expect(many?.prepare?.height).toBeLessThan(256)
    expect(many?.epochs).toBeGreaterThanOrEqual(1)
  })
  it('sees so many examples that a modest core is done in half a minute, or one epoch', () => {
    for (const count of [100, 1000, 10_000, 100_000]) {
      const dataset = photos(count)
      const { network, training } = configOf(draftsToRun(draftOf('quick'), dataset)[0]!, dataset)!
      const flops = flopsPerTrainingExample(network) * training.epochs * count
      if (training.epochs > 1) expect(flops).toBeLessThan(4e11)
    }
  })
})

describe('a choice becomes custom', () => {
  it('with any change but that of data and seeds', () => {
    for (const plan of PLANS) {
      expect(isCustom(draftOf(plan, { seed: 9, seeds: 3 }), table)).toBe(false)
      const changes: Partial<TrainDraft>[] = [
        ...[{ epochs: 3 }, { learningRate: 0.5 }, { patience: 4 }, { schedule: 'step' as const }],
        ...[{ preset: 'logistic' }, { settings: { 'regularization.l2': 0.1 } }],
      ]
      for (const change of changes) expect(isCustom(draftOf(plan, change), table)).toBe(true)
    }
    expect(draftsToRun(draftOf('thorough', { learningRate: 0.5 }), table)).toHaveLength(1)
  })
  it('and is itself again when the change is taken back', () => {
    const epochs = planRuns('quick', photos(400))[0]?.epochs ?? null
    expect(isCustom(draftOf('quick', { epochs }), photos(400))).toBe(false)
  })
  it('what the other choices would be does not depend on it', () => {
    const changed = draftOf('quick', { epochs: 3, settings: { loss: 'meanSquaredError' } })
    expect(draftsOfPlan('thorough', changed, table)).toEqual(draftsToRun(draftOf('thorough'), table))
  })
})

it('a plan is said in a line', () => {
  const run = (preset: string, epochs: number, prepare = {}) => ({
    preset,
    epochs,
    draft: draftOf('quick', { prepare }),
  })
  expect(planWords([run('cnn-small', 8, { height: 32, width: 32 })], true)).toBe('cnn-small on 32×32 for 8 epochs.')
  const two = [run('resnet-small', 60), run('cnn-small', 100)]
  expect(planWords(two, true)).toBe('resnet-small for 60 epochs and cnn-small for 100; validation chooses.')
})
