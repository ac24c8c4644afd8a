import type { CommandInput, CommandName, CommandOutput, AppEvent } from './contract.ts'
import type { ErrorEnvelope } from './errors.ts'

/** What only a desktop host offers: the native side of the window. None of them takes an input. */
export interface DesktopCommands {
  /** The page listens from now on: what the person asked for before it was there is sent to it. */
  'desktop/ready': null
  /** The folder chosen in a dialog; null when it was cancelled. */
  'desktop/choose-folder': string | null
  /** The files chosen in a dialog; none when it was cancelled. */
  'desktop/choose-pictures': readonly string[]
  /** As PNG; null when the clipboard holds no picture. */
  'desktop/clipboard-picture': Uint8Array | null
}
export type DesktopCommandName = keyof DesktopCommands

/** What the person did outside the page: in a menu, in a notification, on the command line. */
export type DesktopEvent =
  | { readonly kind: 'open-folder'; readonly folder: string }
  | { readonly kind: 'classify-pictures'; readonly paths: readonly string[] }
  | { readonly kind: 'classify-clipboard' }
  | { readonly kind: 'go'; readonly path: string }

/** How a command's answer crosses to the page: an error keeps its code, which Electron's own rejections would lose. */
export type Reply<T> = { readonly ok: true; readonly output: T } | { readonly ok: false; readonly error: ErrorEnvelope }

/** `window.glassbox` in the desktop application: one function per command, and nothing of Electron. */
export interface PreloadBridge {
  readonly commands: { readonly [N in CommandName]: (input: CommandInput<N>) => Promise<Reply<CommandOutput<N>>> }
  readonly desktop: {
    readonly [N in DesktopCommandName]: () => Promise<Reply<DesktopCommands[N]>>
  }
  /** @returns a function that ends the subscription. */
  onEvent(listener: (event: AppEvent) => void): () => void
  onDesktopEvent(listener: (event: DesktopEvent) => void): () => void
  /** Where a dropped file or folder lies; '' when it does not come from the disk. */
  pathOf(file: File): string
}
