import { accuracyEstimate } from '../../../../src-engine/inspect/evaluation/estimates.ts'
import { SplitName } from '../../../../src-engine/spec/data.ts'
import { commonSplits } from '../../../contract/common-splits.ts'
import type { CommandArguments, CommandOutput } from '../../../contract/contract.ts'
import { GlassboxError } from '../../../contract/errors.ts'
import type { DatasetSummary, Evaluation, PairedAnswers, RunDetail } from '../../../contract/types.ts'
import type { InferenceClient } from '../../../inference/client.ts'
import type { StoredDataset } from '../../../storage/repositories/datasets/stored.ts'
import type { Datasets } from '../../datasets/datasets.ts'
import type { Runs } from '../runs.ts'
import { EvaluatedItems, type KeptEvaluation } from './kept-evaluation.ts'
import { pairedAnswers } from './paired-answers.ts'
import { Recent } from './recent.ts'
import { chosenNumbers, evaluationOfNumbers, type PredictedNumbers } from './predicted-numbers.ts'
import { requireSameKind } from './same-kind.ts'

interface Services {
  readonly runs: Runs
  readonly datasets: Datasets
  readonly inference: InferenceClient
}
type Question = Omit<CommandArguments<'runs/evaluate'>, 'query'>
type Classified = KeptEvaluation & { readonly task: 'classification'; readonly chosen: EvaluatedItems }
type Made = Classified | (PredictedNumbers & { readonly task: 'regression' })

/** Items of evaluations that are kept in memory: about 200 MB. */
const MOST_ITEMS = 500_000
/** Classes kept of each item, so that most questions need no second pass. */
const KEPT_TOP = 10

/** What runs say of splits of data. An evaluation is kept after its first question, so that the next takes no time. */
export class Evaluations {
  readonly #services: Services
  readonly #recent = new Recent<Made>(MOST_ITEMS, ({ positions }) => positions.length)
  /** Those that are being made. */
  readonly #making = new Map<string, Promise<Made>>()

  constructor(services: Services) {
    this.#services = services
  }

  async evaluate({ query, ...question }: CommandArguments<'runs/evaluate'>): Promise<Evaluation> {
    const made = await this.#of(question)
    if (made.task === 'regression') return evaluationOfNumbers(made, query)
    const { metrics, accuracy, split, checkpoint, confusion, classes, perClass, chosen } = made
    const rows = classes.map((_, row) => [
      ...confusion.counts.subarray(row * confusion.classes, (row + 1) * confusion.classes),
    ])
    return {
      ...{ metrics, accuracy, split, checkpoint, confusion: rows, classes: [...classes], perClass: [...perClass] },
      ...(query ? chosen.choose(query, question.topK) : chosen.all(question.topK)),
    }
  }

  async items({
    query,
    ...question
  }: CommandArguments<'runs/evaluated-items'>): Promise<CommandOutput<'runs/evaluated-items'>> {
    const made = await this.#of(question)
    return made.task === 'regression' ? chosenNumbers(made, query) : made.chosen.choose(query, question.topK)
  }

  /** @throws {GlassboxError} also `input/invalid` for runs that predict numbers, or that know other classes */
  async compare({ a, b, datasetId, split, ...part }: CommandArguments<'runs/compare-answers'>): Promise<PairedAnswers> {
    const runs = await Promise.all([a, b].map(({ runId }) => this.#services.runs.detail(runId)))
    const dataset = datasetId ?? runs[0]?.datasetId ?? ''
    const question = { datasetId: dataset, split: split ?? commonSplits(runs)[0] ?? 'validation', topK: KEPT_TOP }
    const [one, other] = await Promise.all(
      [a, b].map(({ runId, checkpoint }) => this.#of({ ...question, id: runId, checkpoint })),
    )
    if (one?.task !== 'classification' || other?.task !== 'classification')
      throw new GlassboxError('input/invalid', 'Answers are compared of runs that tell classes apart.', {
        hint: 'Compare the figures of runs that predict numbers.',
      })
    return pairedAnswers(dataset, one, other, part)
  }

  /** @throws {GlassboxError} `not-found`, `input/invalid`, `run/no-checkpoint` */
  async #of({ id, datasetId, split, checkpoint, topK }: Question): Promise<Made> {
    const { runs, datasets } = this.#services
    const detail = await runs.detail(id)
    const dataset = await datasets.get(datasetId ?? detail.datasetId)
    requireSameKind(detail, dataset)
    const epoch = await runs.epochOf(detail, checkpoint)
    const top = Math.min(Math.max(topK, KEPT_TOP), detail.classes.length)
    const key = [id, epoch, dataset.id, split].join(' ')
    const known = this.#recent.get(key)
    if (known && (known.task === 'regression' || known.answers.top >= top)) return known
    const making = `${key} ${top}`
    const made = this.#making.get(making) ?? this.#make(detail, dataset, split, epoch, top)
    this.#making.set(making, made)
    try {
      const evaluation = await made
      this.#recent.set(key, evaluation)
      return evaluation
    } finally {
      this.#making.delete(making)
    }
  }

  async #make(detail: RunDetail, dataset: StoredDataset, split: SplitName, epoch: number, top: number): Promise<Made> {
    const { runs, datasets, inference } = this.#services
    const { trained } = await runs.trained(detail, epoch)
    const examples = (await datasets.examples(dataset, detail.config.data))[split]
    const { positions, labels } = examples.items
    if (positions.length === 0)
      throw new GlassboxError('not-found', `The ${split} split of "${dataset.name}" is empty.`, {
        hint: `Choose another: ${filled(dataset).join(', ')}.`,
      })
    const found = await inference.evaluate(trained, examples, top)
    const stored = await datasets.allItems(dataset.id)
    const { classes } = detail
    const files = Array.from(positions, (position) => stored[position]?.path ?? '')
    if (found.targets) {
      const place = { split, checkpoint: epoch, name: classes[0] ?? '', positions, files }
      return { task: 'regression', ...found, ...place }
    }
    const { metrics, answers, confusion, perClass, tensorSha256 } = found
    const kept: KeptEvaluation = {
      ...{ metrics, split, checkpoint: epoch, confusion, classes, positions, labels, tensorSha256, answers },
      accuracy: accuracyEstimate(Math.round(metrics.accuracy * metrics.count), metrics.count),
      perClass: perClass.map((figures, index) => ({ name: classes[index] ?? '', ...figures })),
      files,
    }
    return { task: 'classification', ...kept, chosen: new EvaluatedItems(kept) }
  }
}

/** The splits that hold something. */
function filled({ classes }: DatasetSummary): SplitName[] {
  return SplitName.options.filter((split) => classes.some(({ counts }) => counts[split] > 0))
}
