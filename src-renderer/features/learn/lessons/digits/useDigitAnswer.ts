import { shallowRef, watch } from 'vue'
import { drawnDigits } from '../../../../../src-engine/data/pictures/digits/digits.ts'
import { toEnvelope, type ErrorEnvelope } from '../../../../../src-main/contract/errors.ts'
import type { ClassifiedPicture } from '../../../../../src-main/contract/types.ts'
import { useConnection } from '../../../../api/connection.ts'
import { digitPng } from './digit-png.ts'

/** What a run says of a digit, asked whenever either changes; null while there is none, or it has not answered. */
export function useDigitAnswer(pixels: () => Uint8Array | null, runId: () => string | null) {
  const api = useConnection()
  const answer = shallowRef<ClassifiedPicture | null>(null)
  const error = shallowRef<ErrorEnvelope | null>(null)
  /** Answers to a question that was overtaken by another one are dropped. */
  let round = 0

  async function ask(digit: Uint8Array | null, id: string | null): Promise<void> {
    const mine = ++round
    error.value = null
    if (!digit || !id) {
      answer.value = null
      return
    }
    try {
      const picture = { name: 'digit.png', bytes: await digitPng(digit, drawnDigits.shape[0]) }
      const asked = { runId: id, checkpoint: 'best', topK: drawnDigits.classes.length, pictures: [picture] } as const
      const [said] = await api.invoke('classify/pictures', { ...asked, pictures: [...asked.pictures] })
      if (mine !== round || !said) return
      if ('error' in said) error.value = said.error
      else answer.value = said
    } catch (caught) {
      if (mine === round) error.value = toEnvelope(caught)
    }
  }
  watch([pixels, runId], ([digit, id]) => ask(digit, id), { immediate: true })
  return { answer, error }
}
