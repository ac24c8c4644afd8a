/** What the application did to the world around it, for tests to look at. Nothing of it really happens. */
export interface Records {
  readonly notifications: { title: string; body: string }[]
  /** Questions and messages, oldest first, with Electron's own options. */
  readonly dialogs: ({ kind: string } & Record<string, unknown>)[]
  readonly opened: { how: 'external' | 'path' | 'folder' | 'again'; target: string }[]
  /** Every share that was given to the task bar. */
  readonly progress: number[]
  /** The options each window was really made with, without what cannot be copied. */
  readonly windows: Record<string, unknown>[]
  readonly switches: Record<string, string>
  /** Whether a page would be given a device; null when the application does not decide. */
  devices: boolean | null
}

export const noRecords = (): Records => ({
  notifications: [],
  dialogs: [],
  opened: [],
  progress: [],
  windows: [],
  switches: {},
  devices: null,
})

const records = noRecords()

/** Tells the process of the test at once: it may ask when this one has ended. */
export function record(change: (records: Records) => void): void {
  change(records)
  if (process.connected) process.send?.({ records })
}

/** Options as they can be told to another process. */
export function plain(options: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(options)) as Record<string, unknown>
}
