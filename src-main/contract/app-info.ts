import * as z from 'zod'
import { Count } from './common.ts'
import { ErrorEnvelope } from './errors.ts'

export const AppInfo = z.object({
  version: z.string(),
  home: z.string(),
  cores: z.int().min(1),
  /** What `threads: null` means on this machine. */
  defaultThreads: z.int().min(1),
  /** Connections this process opened to anywhere but this computer since it started. */
  outgoingRequests: Count,
  /** Why nothing can be changed here, or what was mended at the start; null when all is well. */
  notice: ErrorEnvelope.nullable(),
})
export type AppInfo = z.infer<typeof AppInfo>

/** What takes how many bytes in the home folder. */
export const StorageInfo = z.object({
  database: Count,
  parts: z.array(z.object({ name: z.string(), bytes: Count })),
  /** Bytes of the database that nothing uses and `storage/compact` gives back. */
  free: Count,
  trash: z.object({ runs: Count }),
  backups: z.array(z.object({ file: z.string(), bytes: Count, createdAt: z.number() })),
})
export type StorageInfo = z.infer<typeof StorageInfo>
