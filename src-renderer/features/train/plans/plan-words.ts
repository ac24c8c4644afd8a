import type { TrainDraft } from '../../../stores/train-draft.ts'
import { formatCount, formatShape } from '../../../ui/format.ts'

/** What the runs of a form are, in a line: "resnet-small for 60 epochs and cnn-small for 100; validation chooses." */
export function planWords(
  runs: readonly { readonly draft: TrainDraft; readonly preset: string; readonly epochs: number | '' }[],
  hasValidation: boolean,
): string {
  const [first, ...others] = runs.map(({ draft, preset, epochs }, turn) => {
    const { height, width } = draft.prepare
    const size = height && width ? ` on ${formatShape([height, width])}` : ''
    const long = epochs === '' ? '…' : formatCount(epochs)
    return `${preset}${size} for ${long}${turn === 0 ? ' epochs' : ''}`
  })
  if (others.length === 0) return `${first}.`
  return `${[first, ...others].join(' and ')}; ${hasValidation ? 'validation' : 'the loss'} chooses.`
}
