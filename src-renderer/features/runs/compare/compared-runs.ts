import type { RunSummary } from '../../../../src-main/contract/types.ts'
import { plural } from '../../../ui/format.ts'

/** More than these are no comparison any more: nobody tells so many curves apart. */
export const MOST_COMPARED = 100

export interface Compared {
  /** In the order in which they were started. */
  readonly runs: readonly RunSummary[]
  /** What of the selection is left out, and why. */
  readonly notes: readonly string[]
}

/** Those of the selected runs that can be compared: trainings that are still there, the first hundred of them. */
export function comparedRuns(ids: readonly string[], known: ReadonlyMap<string, RunSummary>): Compared {
  const found = ids.flatMap((id) => known.get(id) ?? [])
  const trainings = found.filter(({ kind }) => kind === 'training').toSorted((a, b) => a.startedAt - b.startedAt)
  const runs = trainings.slice(0, MOST_COMPARED)
  const [gone, finders] = [ids.length - found.length, found.length - trainings.length]
  const notes = [
    trainings.length > runs.length &&
      `The first ${MOST_COMPARED} of ${plural(trainings.length, 'run')} are compared: more cannot be told apart on one page. Choose fewer to see others.`,
    finders > 0 && `${plural(finders, 'learning-rate finder')} left out: they train no network.`,
    gone > 0 && `${plural(gone, 'run')} left out: in the trash or deleted.`,
  ]
  return { runs, notes: notes.filter((note) => note !== false) }
}
