import * as z from 'zod'

/** `read` works in every process on the home folder; `write` is handed to the process that owns it. */
type Access = 'read' | 'write'

export function command<A extends Access, I extends z.ZodType, O extends z.ZodType>(access: A, input: I, output: O) {
  return { access, input, output }
}

export const None = z.object({})
