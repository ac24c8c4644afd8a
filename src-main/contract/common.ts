import * as z from 'zod'

export const Id = z.string().regex(/^[a-z0-9]{4,32}$/)
export const Count = z.int().min(0)
export const Bytes = z.instanceof(Uint8Array)
