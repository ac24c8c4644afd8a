import { calledOf } from '../../../../src-engine/inspect/evaluation/answers.ts'
import { comparePaired } from '../../../../src-engine/inspect/comparison/paired-answers.ts'
import { accuracyEstimate } from '../../../../src-engine/inspect/evaluation/estimates.ts'
import type { CommandArguments } from '../../../contract/contract.ts'
import { GlassboxError } from '../../../contract/errors.ts'
import type { DifferingItem, PairedAnswers, TopK } from '../../../contract/types.ts'
import type { KeptEvaluation } from './kept-evaluation.ts'

/** A matrix of more classes is no picture any more. */
const MOST_CLASSES = 256
/** Classes named of each picture. */
const TOP = 3
const LEVEL = 0.05

type Part = Pick<CommandArguments<'runs/compare-answers'>, 'right' | 'offset' | 'limit'>

/**
 * Two evaluations of the same examples beside each other.
 * @throws {GlassboxError} `input/invalid` when the examples are not the same
 */
export function pairedAnswers(
  datasetId: string,
  a: KeptEvaluation,
  b: KeptEvaluation,
  { right, offset, limit }: Part,
): PairedAnswers {
  requireSameExamples(a, b)
  const [calledA, calledB] = [calledOf(a.answers), calledOf(b.answers)]
  const counts = { bothRight: 0, onlyA: 0, onlyB: 0, bothWrong: 0 }
  const fits: { index: number; right: 'a' | 'b' }[] = []
  for (const [index, label] of a.labels.entries()) {
    const [isA, isB] = [calledA[index] === label, calledB[index] === label]
    if (isA === isB) counts[isA ? 'bothRight' : 'bothWrong'] += 1
    else {
      counts[isA ? 'onlyA' : 'onlyB'] += 1
      const who = isA ? 'a' : 'b'
      if (right === undefined || right === who) fits.push({ index, right: who })
    }
  }
  const total = a.labels.length
  const { onlyA, onlyB, bothRight } = counts
  const compared = comparePaired({ onlyFirst: onlyA, onlySecond: onlyB, total })
  const items = fits.slice(offset, offset + limit).map(({ index, right: who }): DifferingItem => ({
    ...{ position: a.positions[index] ?? 0, file: a.files[index] ?? '', label: a.classes[a.labels[index] ?? 0] ?? '' },
    ...{ right: who, a: topOf(a, index), b: topOf(b, index) },
  }))
  return {
    ...{ datasetId, split: a.split, classes: [...a.classes], total, ...counts },
    a: accuracyEstimate(bothRight + onlyA, total),
    b: accuracyEstimate(bothRight + onlyB, total),
    difference: { value: compared.difference, low: compared.low, high: compared.high },
    ...{ p: compared.p, verdict: verdictOf(compared, total, a.split) },
    confusion: { a: rowsOf(a), b: rowsOf(b) },
    ...{ differing: fits.length, items },
  }
}

function requireSameExamples(a: KeptEvaluation, b: KeptEvaluation): void {
  const isSame =
    a.classes.join('\0') === b.classes.join('\0') &&
    a.positions.length === b.positions.length &&
    a.positions.every((position, index) => position === b.positions[index] && a.labels[index] === b.labels[index])
  if (isSame) return
  throw new GlassboxError('input/invalid', 'The two runs were not asked about the same examples.', {
    hint: 'Choose data whose classes both of them know.',
  })
}

const topOf = ({ answers, classes }: KeptEvaluation, index: number): TopK =>
  Array.from({ length: Math.min(TOP, answers.top) }, (_, rank) => ({
    label: classes[answers.classes[index * answers.top + rank] ?? 0] ?? '',
    probability: answers.probabilities[index * answers.top + rank] ?? 0,
  }))

function rowsOf({ confusion }: KeptEvaluation): number[][] {
  const { classes, counts } = confusion
  if (classes > MOST_CLASSES) return []
  return Array.from({ length: classes }, (_, row) => [...counts.subarray(row * classes, (row + 1) * classes)])
}

/** "B is better by 2.1 points ± 0.8 on the same 387 test examples, McNemar p = 0.003." */
function verdictOf(
  { difference, low, high, p }: ReturnType<typeof comparePaired>,
  total: number,
  split: string,
): string {
  const on = `on the same ${total} ${split} examples`
  if (difference === 0) return `Both get as many right ${on}.`
  const points = (Math.abs(difference) * 100).toFixed(1)
  const half = (((high - low) / 2) * 100).toFixed(1)
  const test = `McNemar p ${p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`}`
  const better = difference > 0 ? 'B' : 'A'
  if (p > LEVEL) return `Within noise: ${better} is ahead by ${points} points ± ${half} ${on}, ${test}.`
  return `${better} is better by ${points} points ± ${half} ${on}, ${test}.`
}
