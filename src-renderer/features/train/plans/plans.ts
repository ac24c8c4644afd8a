import { inputShape, type Task } from '../../../../src-engine/spec/data.ts'
import { flopsPerTrainingExample } from '../../../../src-engine/spec/flops.ts'
import { presetNetwork } from '../../../../src-engine/spec/presets.ts'
import { presetRecipe } from '../../../../src-engine/spec/recipe.ts'
import { sizeOf, type Shape } from '../../../../src-engine/spec/shapes.ts'
import { TrainingSpec } from '../../../../src-engine/spec/training.ts'
import type { DatasetSummary } from '../../../../src-main/contract/types.ts'
import type { PlanName, TrainDraft } from '../../../stores/train-draft.ts'

/** One run of a plan: what it fills into the form. Nothing: the preset that the data get, by its recipe. */
type PlannedRun = Partial<Pick<TrainDraft, 'preset' | 'epochs' | 'prepare' | 'settings'>>

/** Floating-point operations that a quick run may take: under half a minute on one modest core. */
const QUICK_FLOPS = 2.5e11
/** However small a network, an example takes about as long as so many operations. */
const LEAST_FLOPS = 2e4
/** Who sees fewer pictures than this, and none so often, has not learnt yet: then smaller pictures are tried first. */
const QUICK_EXAMPLES = 20_000
const QUICK_EPOCHS = 5
const MOST_QUICK_EPOCHS = 15
/** Smaller pictures show nothing. */
const LEAST_SIDE = 16

/** Turned, stretched, moved and recoloured, as `resnet-small` sees its pictures. */
const VARIED = { rotate: 15, scale: 0.2, shift: 0.15, brightness: 0.2, colorJitter: 0.1 }

type Data = Pick<DatasetSummary, 'prepare' | 'columns' | 'classes' | 'task'>

/** The runs of a plan on these data; the first is the one that the form shows. */
export function planRuns(plan: PlanName, data: Data): readonly PlannedRun[] {
  const input = inputShape(data.prepare, data.columns?.length)
  const count = Math.max(
    1,
    data.classes.reduce((sum, { counts }) => sum + counts.train, 0),
  )
  if (plan === 'balanced') return [{}]
  if (plan === 'quick') return [input.length === 1 ? quickTable(input, count, data) : quickPictures(input, count, data)]
  return input.length === 1 ? thoroughTable(input, count, data.task) : thoroughPictures(input, count)
}

const epochsOf = (preset: string, count: number, input: Shape, task?: Task): number =>
  TrainingSpec.parse(presetRecipe(preset, count, input, task).training).epochs
const stepsOf = (preset: string, count: number, input: Shape, task?: Task): number =>
  Math.ceil(count / TrainingSpec.parse(presetRecipe(preset, count, input, task).training).batchSize)

function quickTable(input: Shape, count: number, { classes, task }: Data): PlannedRun {
  const preset = 'mlp-32'
  const flops = flopsPerTrainingExample(presetNetwork(preset, input, classes.length, task))
  const affordable = Math.floor(QUICK_FLOPS / (count * Math.max(LEAST_FLOPS, flops)))
  const third = Math.ceil(epochsOf(preset, count, input, task) / 3)
  return { preset, epochs: Math.max(1, Math.min(third, affordable)) }
}

/** The quick convolutional network; where even that is too much, on smaller pictures, and in the end for fewer epochs. */
function quickPictures(input: Shape, count: number, { classes }: Data): PlannedRun {
  const [height = 1, width = 1, channels = 1] = input
  if (sizeOf(input) <= 64) return { preset: 'mlp-64', epochs: MOST_QUICK_EPOCHS }
  const preset = 'cnn-small'
  for (let part = 1; ; part /= 2) {
    const size = [height, width].map((side) => Math.max(Math.min(side, LEAST_SIDE), Math.round(side * part)))
    const flops = flopsPerTrainingExample(presetNetwork(preset, [...size, channels], classes.length))
    const affordable = QUICK_FLOPS / flops
    const epochs = Math.round(affordable / count)
    const isSmallest = Math.max(...size) <= LEAST_SIDE
    if (affordable < Math.min(QUICK_EXAMPLES, QUICK_EPOCHS * count) && !isSmallest) continue
    const [smallHeight = 1, smallWidth = 1] = size
    const prepare = part < 1 ? { prepare: { height: smallHeight, width: smallWidth } } : {}
    return { preset, epochs: Math.max(1, Math.min(MOST_QUICK_EPOCHS, epochs)), ...prepare }
  }
}

/** Two widths, twice as long. */
function thoroughTable(input: Shape, count: number, task: Task): PlannedRun[] {
  return ['mlp-32', 'mlp-128'].map((preset) => ({ preset, epochs: 2 * epochsOf(preset, count, input, task) }))
}

/** The residual network, and the small one trained long on pictures that are varied: which is better depends on them. */
function thoroughPictures(input: Shape, count: number): PlannedRun[] {
  const long = (preset: string, steps: number, most: number): number =>
    Math.min(
      most,
      Math.max(2 * QUICK_EPOCHS + epochsOf(preset, count, input), Math.ceil(steps / stepsOf(preset, count, input))),
    )
  if (sizeOf(input) <= 64)
    return ['mlp-64', 'cnn-small'].map((preset) => ({ preset, epochs: 2 * epochsOf(preset, count, input) }))
  const settings = Object.fromEntries(Object.entries(VARIED).map(([name, value]) => [`augmentation.${name}`, value]))
  return [
    { preset: 'resnet-small', epochs: long('resnet-small', 20_000, 60) },
    { preset: 'cnn-small', epochs: long('cnn-small', 30_000, 100), settings },
  ]
}
