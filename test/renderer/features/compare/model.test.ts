import { describe, expect, it } from 'vitest'
import type { RunSummary } from '../../../../src-main/contract/types.ts'
import { comparedRuns } from '../../../../src-renderer/features/runs/compare/compared-runs.ts'
import { curveGroups } from '../../../../src-renderer/features/runs/compare/curves/curve-groups.ts'
import { seedBand } from '../../../../src-renderer/features/runs/compare/curves/seed-band.ts'
import { offeredMeasures } from '../../../../src-renderer/features/runs/compare/curves/measures.ts'
import { groupedSettings } from '../../../../src-renderer/features/runs/compare/differences/grouped-setting.ts'
import { hunks, lineDiff } from '../../../../src-renderer/features/runs/compare/differences/line-diff.ts'
import { figuresOf } from '../../../../src-renderer/features/runs/compare/figures.ts'
import {
  brushed,
  correlations,
  figureAxis,
  settingAxes,
} from '../../../../src-renderer/features/runs/compare/parameters/parameter-axes.ts'
import { runLabels } from '../../../../src-renderer/features/runs/compare/run-labels.ts'
import { labelPath, settingText } from '../../../../src-renderer/features/runs/compare/setting-values.ts'
import { runTree } from '../../../../src-renderer/features/runs/compare/tree/run-tree.ts'
import { filterPairs } from '../../../../src-renderer/features/runs/compare/weights/filter-pairs.ts'
import { sampleRun } from '../../samples.ts'

const measured = (accuracy: number): RunSummary['metrics'] => ({
  train: null,
  validation: { loss: 1 - accuracy, accuracy, count: 100 },
  test: null,
})
const runs = (count: number, accuracies: readonly number[] = []): RunSummary[] =>
  Array.from({ length: count }, (_, at) =>
    sampleRun({
      ...{ id: `run${at}`, name: `run ${at + 1}`, startedAt: at, seed: at },
      ...(accuracies[at] !== undefined && { metrics: measured(accuracies[at]) }),
    }),
  )
const known = (some: readonly RunSummary[]): ReadonlyMap<string, RunSummary> =>
  new Map(some.map((run) => [run.id, run]))

describe('which curves are offered', () => {
  it('are accuracies of a classification, errors of a regression, both where both are there', () => {
    const [classes, numbers] = [sampleRun(), sampleRun({ task: 'regression' })]
    expect(offeredMeasures([classes])).toEqual(['val_loss', 'val_accuracy', 'loss', 'accuracy'])
    expect(offeredMeasures([numbers])).toEqual(['val_loss', 'val_mae', 'loss', 'mae'])
    expect(offeredMeasures([classes, numbers])).toHaveLength(6)
  })
})

describe('which runs are compared', () => {
  it('are the trainings that are still there, in the order in which they were started', () => {
    const some = [sampleRun({ id: 'b', startedAt: 2 }), sampleRun({ id: 'a', startedAt: 1 })]
    const finder = sampleRun({ id: 'f', kind: 'rateFinder' })
    const { runs: chosen, notes } = comparedRuns(['b', 'f', 'a', 'gone'], known([...some, finder]))
    expect(chosen.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(notes).toEqual([
      '1 learning-rate finder left out: they train no network.',
      '1 run left out: in the trash or deleted.',
    ])
  })
  it('are the first hundred of two hundred, and that is said', () => {
    const all = runs(200)
    const { runs: chosen, notes } = comparedRuns(
      all.map(({ id }) => id),
      known(all),
    )
    expect([chosen.length, chosen.at(-1)!.id]).toEqual([100, 'run99'])
    expect(notes[0]).toContain('The first 100 of 200 runs are compared')
  })
})

describe('what a run is called', () => {
  it('names the settings that tell it from the others, as few as do', () => {
    const differences = [
      { path: 'training.seed', values: ['1', '2', '1'] },
      { path: 'training.optimizer.type', values: ['"adam"', '"adam"', '"sgd"'] },
      { path: 'training.regularization.l2', values: ['0', '0', '0.1'] },
    ]
    expect(runLabels(runs(3), differences)).toEqual([
      'optimizer adam · seed 1',
      'optimizer adam · seed 2',
      'optimizer sgd · seed 1',
    ])
  })
  it('is its name where nothing differs, and has it where settings are not enough', () => {
    expect(runLabels(runs(2), [])).toEqual(['run 1', 'run 2'])
    expect(runLabels(runs(3), [{ path: 'training.epochs', values: ['1', '1', '2'] }])).toEqual([
      'epochs 1 · run 1',
      'epochs 1 · run 2',
      'epochs 2',
    ])
  })
  it('calls networks by their presets where these tell them apart', () => {
    const three = runs(3).map((run, at) => ({ ...run, preset: at === 2 ? 'cnn-small' : 'mlp-32' }) as const)
    const [units, seed] = [
      { path: 'network.layers[1].units', values: ['32', '32', null] },
      { path: 'training.seed', values: ['1', '2', '1'] },
    ]
    expect(runLabels(three, [seed, units])).toEqual([
      'network mlp-32 · seed 1',
      'network mlp-32 · seed 2',
      'network cnn-small · seed 1',
    ])
    // One of them was changed by hand: its preset does not say how.
    const edited = { ...units, values: ['32', '64', null] }
    expect(runLabels(three, [edited])).toEqual(['layers[1].units 32', 'layers[1].units 64', 'layers[1].units –'])
  })
  it('keeps as much of a path as tells it from others', () => {
    expect(labelPath('training.a.rate', ['training.a.rate', 'training.b.rate'])).toBe('a.rate')
    expect(labelPath('network.layers[0].units', [])).toBe('layers[0].units')
    expect([settingText('"adam"'), settingText('[1,2]'), settingText(null)]).toEqual(['adam', '[1,2]', '–'])
  })
})

describe('what differs', () => {
  const differences = [
    { path: 'training.seed', values: ['1', '2', '3'] },
    { path: 'training.batchSize', values: ['32', '16', '32'] },
    { path: 'training.regularization.l2', values: ['0', '0', '0.1'] },
    { path: 'network.width', values: ['8', '8', '4'] },
  ]
  const three = runs(3, [0.9, 0.88, 0.5])
  const grouped = groupedSettings(differences, three, figuresOf(three)[0]!)

  it('begins with the setting whose values part the results furthest; seeds come behind', () => {
    expect(grouped.map(({ path }) => path)).toEqual([
      'training.regularization.l2',
      'network.width',
      'training.batchSize',
      'training.seed',
    ])
    expect(grouped[0]!.groups.map(({ value, runs: own, result }) => [value, own.length, result.mean])).toEqual([
      ['0', 2, 0.89],
      ['0.1', 1, 0.5],
    ])
    expect(grouped[0]!.apart).toBeCloseTo(0.39)
  })
  it('says which settings part the runs in the same way', () => {
    expect(grouped.map(({ sameAs }) => sameAs)).toEqual([null, 'training.regularization.l2', null, null])
  })
  it('as text has the lines that only one side has, and a little around them', () => {
    const lines = lineDiff('a\nb\nc\nd\ne', 'a\nb\nx\nd\ne')
    expect(lines.map(({ mark, text }) => mark + text)).toEqual([' a', ' b', '−c', '+x', ' d', ' e'])
    expect(hunks(lines, 1).map((line) => line?.text ?? null)).toEqual([null, 'b', 'c', 'x', 'd', null])
    expect(hunks(lineDiff('a\nb', 'a\nb'))).toEqual([null])
  })
})

it('never measures classifications and regressions by one loss', () => {
  const [one, other] = runs(2, [0.9, 0.8])
  expect(figuresOf([one!, other!]).map(({ name }) => name)).toContain('validation loss')
  expect(figuresOf([one!, { ...other!, task: 'regression' }]).map(({ name }) => name)).not.toContain('validation loss')
})

describe('seeds as one curve', () => {
  it('have the mean and one deviation to either side, each as far as it goes', () => {
    const band = seedBand([
      { x: Float64Array.of(1, 2, 3), values: Float64Array.of(1, 2, 5) },
      { x: Float64Array.of(1, 2), values: Float64Array.of(3, NaN) },
    ])
    expect([...band.x]).toEqual([1, 2, 3])
    expect([...band.values]).toEqual([2, 2, 5])
    expect(band.high[0]! - band.values[0]!).toBeCloseTo(Math.SQRT2, 12)
    expect([band.low[2], band.high[2]]).toEqual([5, 5])
  })
  it('are named by what they have in common', () => {
    const named = runs(3).map((run, at) => ({
      run: { ...run, groupId: at < 2 ? 'g' : null },
      label: at < 2 ? `l2 0 · seed ${at}` : 'l2 0.1',
    }))
    expect(curveGroups(named, true).map(({ label, runs: own }) => [label, own.length])).toEqual([
      ['l2 0', 2],
      ['l2 0.1', 1],
    ])
    expect(curveGroups(named, false)).toHaveLength(3)
  })
  it('share seven colours, dashed from the eighth on', () => {
    const named = runs(8).map((run) => ({ run, label: run.name }))
    const [first, , , , , , , eighth] = curveGroups(named, false)
    expect([first!.hue, eighth!.hue]).toEqual([1, 1])
    expect([first!.dash, eighth!.dash]).toEqual([undefined, [6, 3]])
  })
})

it('pairs filters that are the same in another order', () => {
  // Two channels of 1×1, three filters: columns are filters.
  const tensor = (values: readonly number[]) => ({
    ...{ name: 'kernel', role: 'kernel' as const, shape: [1, 1, 2, 3], block: 1, least: -1, most: 1 },
    values: Float32Array.from(values),
  })
  const matched = filterPairs(tensor([1, 0, 1, 0, 1, 1]), tensor([0, 2, 1, 3, 2, 0]), null)!
  expect(matched.shape).toEqual([1, 1, 2])
  expect(matched.pairs.map(({ first, second }) => [first, second]).toSorted()).toEqual([
    [0, 2],
    [1, 0],
    [2, 1],
  ])
  expect(matched.pairs.every(({ similarity }) => Math.abs(similarity - 1) < 1e-6)).toBe(true)
  expect(filterPairs({ ...tensor([1, 2, 3]), shape: [3] }, { ...tensor([1, 2, 3]), shape: [3] }, null)).toBeNull()
})

describe('parameters', () => {
  const four = runs(4, [0.5, 0.6, 0.8, 0.9])
  const axes = settingAxes([
    { path: 'training.optimizer.learningRate', values: ['0.1', '0.01', '0.001', '0.0001'] },
    { path: 'training.optimizer.type', values: ['"adam"', '"sgd"', '"adam"', '"sgd"'] },
    { path: 'data.content', values: ['"a"', '"b"', '"a"', '"a"'] },
  ])
  it('are axes: numbers far apart by their logarithm, words evenly; a hash is none', () => {
    expect(axes.map(({ name, isLog }) => [name, isLog])).toEqual([
      ['optimizer.learningRate', true],
      ['optimizer.type', false],
    ])
    expect(axes[0]!.places.map((place) => Number(place!.toFixed(6)))).toEqual([1, 0.666667, 0.333333, 0])
    expect(axes[1]!.places).toEqual([0, 1, 0, 1])
  })
  it('are ranked against the result over the runs that have both', () => {
    const result = figureAxis(figuresOf(four)[0]!, four)
    expect(correlations(axes, result)).toEqual([{ name: 'optimizer.learningRate', rho: -1, n: 4 }])
    const withoutOne = { ...result, numbers: [null, ...result.numbers.slice(1)] }
    expect(correlations(axes, withoutOne)[0]).toMatchObject({ n: 3 })
  })
  it('choose the runs that lie in all brushes', () => {
    const brushes = new Map([
      [0, { from: 0, to: 0.7 }],
      [1, { from: 0, to: 0.1 }],
    ])
    expect(brushed(axes, brushes, 4)).toEqual([false, false, true, false])
    expect(brushed(axes, new Map(), 4)).toEqual([true, true, true, true])
  })
})

it('draws whole families: ancestors of what is compared, and all that came from those', () => {
  const from = (runId: string) => ({ runId, epoch: 1, step: 0 })
  const family = [
    sampleRun({ id: 'root', startedAt: 1 }),
    sampleRun({ id: 'child', startedAt: 2, parent: from('root') }),
    sampleRun({ id: 'grandchild', startedAt: 4, parent: from('child') }),
    sampleRun({ id: 'second', startedAt: 3, parent: from('root') }),
    sampleRun({ id: 'orphan', startedAt: 5, parent: from('gone') }),
    sampleRun({ id: 'stranger', startedAt: 6 }),
  ]
  const nodes = runTree([family[2]!, family[4]!], known(family))
  expect(nodes.map(({ run, column, isOrphan }) => [run.id, column, isOrphan])).toEqual([
    ['root', 0, false],
    ['child', 1, false],
    ['grandchild', 2, false],
    ['second', 1, false],
    ['orphan', 0, true],
  ])
  expect(nodes[2]!.parent!.run.id).toBe('child')
})
