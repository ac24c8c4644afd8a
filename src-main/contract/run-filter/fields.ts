import { EndReason, RunStatus, type LastFigures, type RunSummary, type SplitMetrics } from '../types.ts'
import type { Field, FieldKind, FieldValue } from './field.ts'

/** What a learning-rate finder is called in lists. */
export const FINDER = 'rate finder'
/** What a network is called that was not made from a preset. */
export const OWN_NETWORK = 'own network'

type Options = Pick<Field, 'aliases' | 'values'>
const field = (
  name: string,
  kind: FieldKind,
  about: string,
  of: (run: RunSummary) => FieldValue,
  options: Options = {},
): Field => ({ name, kind, about, ...options, valueOf: ({ run }) => of(run) })

/** A figure of the best checkpoint; while a run is under way, of its last epoch. */
const best = (
  name: string,
  kind: FieldKind,
  split: keyof RunSummary['metrics'],
  figure: keyof SplitMetrics,
  about: string,
): Field => field(name, kind, about, ({ metrics }) => metrics[split]?.[figure] ?? null)
const last = (figure: keyof LastFigures, kind: FieldKind, about: string): Field =>
  field(`last_${figure}`, kind, about, (run) => run.last?.[figure] ?? null)

/** Everything that all runs can be filtered and sorted by, as Keras names it, in the order in which it is offered. */
export const FIELDS: readonly Field[] = [
  field('name', 'text', 'name of the run', ({ name }) => name),
  field('status', 'choice', 'how it stands', ({ status }) => status, { values: RunStatus.options }),
  field('data', 'text', 'name of the data set', ({ data }) => data, { aliases: ['dataset'] }),
  field('network', 'text', 'preset of the network', ({ preset }) => preset ?? OWN_NETWORK, { aliases: ['preset'] }),
  field('tag', 'tags', 'one of its tags', ({ tags }) => tags, { aliases: ['tags'] }),
  field('experiment', 'text', 'experiment that it belongs to', ({ experiment }) => experiment),
  best('val_accuracy', 'share', 'validation', 'accuracy', 'validation accuracy, best checkpoint'),
  best('val_loss', 'number', 'validation', 'loss', 'validation loss, best checkpoint'),
  best('test_accuracy', 'share', 'test', 'accuracy', 'test accuracy, best checkpoint'),
  best('test_loss', 'number', 'test', 'loss', 'test loss, best checkpoint'),
  best('accuracy', 'share', 'train', 'accuracy', 'training accuracy, best checkpoint'),
  best('loss', 'number', 'train', 'loss', 'training loss, best checkpoint'),
  best('val_r2', 'number', 'validation', 'rSquared', 'R² on validation, best checkpoint'),
  best('test_r2', 'number', 'test', 'rSquared', 'R² on test, best checkpoint'),
  best('val_mae', 'number', 'validation', 'meanAbsoluteError', 'mean absolute error on validation, best checkpoint'),
  best('test_mae', 'number', 'test', 'meanAbsoluteError', 'mean absolute error on test, best checkpoint'),
  best('mae', 'number', 'train', 'meanAbsoluteError', 'mean absolute error on training, best checkpoint'),
  field('best_epoch', 'number', 'epoch of the best checkpoint', ({ bestEpoch }) => bestEpoch),
  last('val_accuracy', 'share', 'validation accuracy, last epoch'),
  last('val_loss', 'number', 'validation loss, last epoch'),
  last('accuracy', 'share', 'training accuracy, last epoch'),
  last('loss', 'number', 'training loss, last epoch'),
  last('val_mae', 'number', 'mean absolute error on validation, last epoch'),
  last('mae', 'number', 'mean absolute error on training, last epoch'),
  field('optimizer', 'choice', 'optimiser', ({ optimizer }) => optimizer),
  field('learning_rate', 'number', 'learning rate', ({ learningRate }) => learningRate, { aliases: ['lr'] }),
  field('batch_size', 'number', 'examples in a batch', ({ batchSize }) => batchSize, { aliases: ['batch'] }),
  field('epochs', 'number', 'epochs asked for', ({ epochs }) => epochs),
  field('epochs_done', 'number', 'epochs finished', ({ epochsDone }) => epochsDone),
  field('seed', 'number', 'seed of all random numbers', ({ seed }) => seed),
  field('parameters', 'number', 'trained numbers of the network', ({ parameterCount }) => parameterCount, {
    aliases: ['params'],
  }),
  { name: 'size', kind: 'bytes', about: 'weights that are kept', valueOf: ({ keptBytes }) => keptBytes },
  field('duration', 'duration', 'how long it took', ({ wallSeconds }) => wallSeconds, { aliases: ['took'] }),
  field('started', 'time', 'when it was started', ({ startedAt }) => startedAt),
  field('end', 'choice', 'why it ended', ({ end }) => end, { values: EndReason.options }),
  field('kind', 'choice', `training, or ${FINDER}`, ({ kind }) => (kind === 'rateFinder' ? FINDER : kind), {
    values: ['training', FINDER],
  }),
  field('task', 'choice', 'classification or regression', ({ task }) => task, {
    values: ['classification', 'regression'],
  }),
  field('pinned', 'choice', 'whether it stands above the others', ({ isPinned }) => (isPinned ? 'yes' : 'no'), {
    values: ['yes', 'no'],
  }),
  field('note', 'text', 'what its note says', ({ note }) => note || null),
  field('parent', 'text', 'id of the run that it continues from', ({ parent }) => parent?.runId ?? null),
  field('group', 'choice', 'id of its seed group', ({ groupId }) => groupId),
  field('id', 'text', 'id of the run', ({ id }) => id),
]
