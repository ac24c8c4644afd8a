import { ZodError } from 'zod'
import type { RunConfig } from '../../../src-engine/spec/config.ts'
import { inputShape, type PrepareSpec, type TableSpec } from '../../../src-engine/spec/data.ts'
import type { NetworkSpec } from '../../../src-engine/spec/network.ts'
import { presetConfig } from '../../../src-engine/spec/preset-config.ts'
import { defaultPreset, plainPreset, PRESETS, presetNetwork, type Preset } from '../../../src-engine/spec/presets.ts'
import { trainingAt } from '../../../src-engine/spec/run-changes.ts'
import { TrainingSpec } from '../../../src-engine/spec/training.ts'
import { usualPreparation } from '../../../src-main/contract/preparation.ts'
import type { DatasetSummary } from '../../../src-main/contract/types.ts'
import type { TrainDraft } from '../../stores/train-draft.ts'
import { formatCount } from '../../ui/format.ts'
import { settingFacts, type SettingFact } from '../run/setting-facts.ts'
import { extraSettings } from './draft-extras.ts'
import { specIssues } from '../../../src-engine/spec/spec-issues.ts'
import { applySettings, chosenOptimizer, type DraftTraining } from './settings/draft-settings.ts'
import { prepareErrors, setPrepare, type PrepareErrors } from './preparation/draft-prepare.ts'

type NumberName = 'epochs' | 'batchSize' | 'learningRate' | 'seed'
export type NumberFieldName = NumberName | 'seeds' | 'patience' | 'targetLoss' | 'minutes'
type Numbers = Record<NumberName, number | ''>
/** Settings without a field of their own in the draft stand under `training.` and their path. */
export type DraftErrors = Partial<Record<NumberFieldName, string>> &
  PrepareErrors &
  Record<`training.${string}`, string>

/** Runs of one group that are started at once. */
export const MOST_SEEDS = 20
const LAST_SEED = 4_294_967_295

const RANGES: Record<NumberFieldName, string> = {
  epochs: `A whole number from 1 to ${formatCount(1_000_000)}.`,
  batchSize: `A whole number from 1 to ${formatCount(65_536)}.`,
  learningRate: 'A number above 0, at most 100.',
  seed: `A whole number from 0 to ${formatCount(LAST_SEED)}.`,
  seeds: `A whole number from 1 to ${MOST_SEEDS}.`,
  patience: `A whole number from 1 to ${formatCount(1_000_000)}, or nothing.`,
  targetLoss: 'A number, or nothing.',
  minutes: 'A number above 0, at most a year, or nothing.',
}
/** Fields whose settings have another name. */
const FIELDS: Record<string, NumberFieldName> = { acceptableLoss: 'targetLoss', timeBudget: 'minutes' }
const isField = (name: unknown): name is NumberFieldName => typeof name === 'string' && name in RANGES

/** The preset in the form: the chosen one while these data can have it, else what such data get; null for an own network. */
export function draftPreset(draft: TrainDraft, dataset: DatasetSummary): string | null {
  const { preset, base, from } = draft
  // Weights fit the network that they were made in.
  if (from && base) return base.preset
  const isOffered =
    PRESETS.every(({ name }) => name !== preset) || presetsFor(dataset, draft).some(({ name }) => name === preset)
  if (preset !== '' && isOffered) return preset
  return defaultPreset(inputShape(preparedAs(draft, dataset), dataset.columns?.length))
}

/** The presets that these data can have, prepared as they are or as a draft says. */
export function presetsFor(dataset: DatasetSummary, draft?: TrainDraft): Preset[] {
  const prepare = draft ? preparedAs(draft, dataset) : dataset.prepare
  return PRESETS.filter(({ name }) => networkOf(name, prepare, dataset) !== null)
}

/** The numbers as the form shows them: what the person set, else as in the run that is trained again, or the recipe. */
export function draftNumbers(draft: TrainDraft, dataset: DatasetSummary): Numbers {
  const { training: recipe } = draftBase(draft, dataset)
  const { epochs, batchSize, learningRate, seed, settings } = draft
  return {
    epochs: epochs ?? recipe.epochs,
    batchSize: batchSize ?? recipe.batchSize,
    learningRate: learningRate ?? chosenOptimizer(settings, recipe).learningRate,
    seed,
  }
}

/**
 * Everything beside those numbers: as in the run that is trained again while its network and kind of data are still
 * chosen, else as the preset has it.
 */
export function draftBase(draft: TrainDraft, dataset: DatasetSummary): Omit<RunConfig, 'network'> {
  const kept = keptRun(draft, dataset)
  if (!kept) return defaults(draft, dataset)
  const base = kept.config
  // The shares belong to a data set, the preparation to the network; a table has none.
  const split = base.data.source === dataset.id ? base.data.split : dataset.split
  const before = dataset.columns ? null : (base.data.prepare ?? dataset.prepare)
  const prepare = before && prepareOf(draft, before)
  const data = { source: dataset.id, split, prepare, table: tableOf(draft, base.data, dataset) }
  const { from } = draft
  const training = from ? trainingAt(base.training, kept.changes, { epoch: from.epoch, step: 0 }) : base.training
  return { data, training }
}

/** The preparation of `before` with what the person set; statistics are those of other pictures, unless weights go on. */
function prepareOf({ prepare, from }: TrainDraft, before: PrepareSpec): PrepareSpec {
  if (from) return before
  const { statistics: _, ...rest } = before
  return { ...rest, ...setPrepare(prepare, before) }
}

/** How the pictures of a data set would be prepared, but for the scale that the recipe may choose. */
function preparedAs(draft: TrainDraft, { prepare }: DatasetSummary): PrepareSpec | null {
  return prepare && prepareOf(draft, prepare)
}

/** What was measured of other data means nothing here, unless weights go on that have learnt with it. */
function tableOf({ from }: TrainDraft, { source, table }: RunConfig['data'], { id }: DatasetSummary): TableSpec | null {
  return table && (from || source === id) ? table : table && { ...table, statistics: null }
}

/** The network that would be trained, as it was changed in the builder; null for a name that is no preset. */
export function draftNetwork(draft: TrainDraft, dataset: DatasetSummary): NetworkSpec | null {
  const preset = draftPreset(draft, dataset)
  if (draft.from) return draft.base?.config.network ?? null
  if (draft.own) return draft.own.network
  if (preset === null) return draft.base?.config.network ?? null
  return networkOf(preset, draftBase(draft, dataset).data.prepare, dataset)
}

/** Which fields of the form cannot be used, with the range that they need. */
export function draftErrors(draft: TrainDraft, dataset: DatasetSummary): DraftErrors {
  const result = TrainingSpec.safeParse(draftTraining(draft, dataset))
  const errors: DraftErrors = dataset.prepare && !draft.from ? { ...prepareErrors(draft.prepare) } : {}
  for (const { path, message, hint } of result.error ? specIssues(result.error) : []) {
    const name = path.split('.').at(-1)
    const field = FIELDS[String(name)] ?? name
    if (isField(field) && !(path in draft.settings)) errors[field] = RANGES[field]
    else errors[`training.${path}`] = `${message} ${hint}`
  }
  const { seeds, seed, from } = draft
  if (seeds === '' || !Number.isInteger(seeds) || seeds < 1 || seeds > MOST_SEEDS) errors.seeds = RANGES.seeds
  else if (seed !== '' && seed + seeds - 1 > LAST_SEED) errors.seeds = `The last seed is ${formatCount(LAST_SEED)}.`
  const { epochs } = draftNumbers(draft, dataset)
  if (from && epochs !== '' && epochs <= from.epoch)
    errors.epochs = `More than ${formatCount(from.epoch)}: it begins there.`
  return errors
}

/** The run's configuration; call it only with a draft that has no errors. */
export function draftConfig(draft: TrainDraft, dataset: DatasetSummary, network: NetworkSpec): RunConfig {
  const { data } = draftBase(draft, dataset)
  return { data, network, training: TrainingSpec.parse(draftTraining(draft, dataset)) }
}

/** The whole configuration; null while the draft cannot be started. */
export function configOf(draft: TrainDraft, dataset: DatasetSummary): RunConfig | null {
  const network = draftNetwork(draft, dataset)
  const isSound = Object.keys(draftErrors(draft, dataset)).length === 0
  return network && isSound ? draftConfig(draft, dataset, network) : null
}

/** The training of a draft that has no errors, else that which it was made from. */
export function soundTraining(draft: TrainDraft, dataset: DatasetSummary): TrainingSpec {
  const { data, success } = TrainingSpec.safeParse(draftTraining(draft, dataset))
  return success ? data : TrainingSpec.parse(draftBase(draft, dataset).training)
}

/** Facts that no field of the form can show. */
const NOT_ASKED = new Set(['class weights', 'changes', 'split'])

/** What the run that is trained again has otherwise than the defaults, and the form does not ask for. */
export function keptFacts(draft: TrainDraft, dataset: DatasetSummary): SettingFact[] {
  if (!keptRun(draft, dataset)) return []
  const usual = new Map(settingFacts(defaults(draft, dataset)))
  const kept = new Map(settingFacts(draftBase(draft, dataset)))
  const names = new Set([...kept.keys(), ...usual.keys()])
  const others = [...names]
    .filter((name) => NOT_ASKED.has(name))
    .map((name): SettingFact => [name, kept.get(name) ?? 'none'])
    .filter(([name, value]) => usual.get(name) !== value)
  return draft.preset === null ? [['network', 'own network'], ...others] : others
}

/** The run that is trained again, unless another network or another kind of data has been chosen since. */
function keptRun(draft: TrainDraft, dataset: DatasetSummary): TrainDraft['base'] {
  const { base } = draft
  const isSame =
    base?.preset === draftPreset(draft, dataset) && (base.config.data.prepare === null) === (dataset.columns !== null)
  return isSame ? base : null
}

/** Everything of the training as it is typed. */
export function draftTraining(draft: TrainDraft, dataset: DatasetSummary): DraftTraining {
  const before = TrainingSpec.parse(draftBase(draft, dataset).training)
  const { epochs, seed, learningRate, batchSize } = draftNumbers(draft, dataset)
  const optimizer = { ...chosenOptimizer(draft.settings, before), learningRate }
  const { regularization, augmentation, gradientClipping } = structuredClone(before)
  const inner = { regularization, augmentation, gradientClipping }
  const training: DraftTraining = {
    ...before,
    ...structuredClone(extraSettings(draft, before)),
    ...inner,
    epochs,
    seed,
    optimizer,
  }
  applySettings(training, draft.settings)
  // All examples or one: nobody is asked for a size then.
  return training.batching === 'miniBatch' ? { ...training, batchSize } : training
}

function defaults(draft: TrainDraft, dataset: DatasetSummary): Omit<RunConfig, 'network'> {
  const preset = draftPreset(draft, dataset)
  const prepared = preparedAs(draft, dataset)
  const known = preset !== null && networkOf(preset, prepared, dataset) !== null
  const columns = dataset.columns?.length
  const { data, training } = presetConfig({
    source: dataset.id,
    columns,
    task: dataset.task,
    classes: dataset.classes.length,
    // A plain recipe while a name is not complete, and for an own network.
    preset: known ? preset : plainPreset(inputShape(prepared, columns)),
    trainCount: dataset.classes.reduce((sum, { counts }) => sum + counts.train, 0),
    ...usualPreparation(dataset),
    ...(dataset.prepare && { given: { data: { prepare: setPrepare(draft.prepare, dataset.prepare) } } }),
  })
  return { data: { ...data, split: dataset.split }, training }
}

function networkOf(
  preset: string,
  prepare: PrepareSpec | null,
  { classes, columns, task }: DatasetSummary,
): NetworkSpec | null {
  try {
    return presetNetwork(preset, inputShape(prepare, columns?.length), classes.length, task)
  } catch (caught) {
    if (caught instanceof RangeError || caught instanceof ZodError) return null
    throw caught
  }
}
