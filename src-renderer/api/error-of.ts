import { ErrorEnvelope } from '../../src-main/contract/errors.ts'

/** Why a host refused a request. */
export async function errorOf(response: Response): Promise<ErrorEnvelope> {
  const parsed = ErrorEnvelope.safeParse(await response.json().catch(() => null))
  return parsed.data ?? { code: 'internal', message: `The upload was refused (${response.status}).` }
}
