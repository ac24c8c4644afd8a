import type {
  Dialog,
  MessageBoxOptions,
  MessageBoxReturnValue,
  OpenDialogOptions,
  OpenDialogReturnValue,
} from 'electron'
import { plain, record } from './records.ts'
import { strict } from './strict.ts'

type Known = Pick<Dialog, 'showOpenDialog' | 'showMessageBox' | 'showMessageBoxSync' | 'showErrorBox'>

/** What the person will answer, in order. A question that no test has an answer for is an error, not silence. */
export const answers = {
  openDialog: [] as (readonly string[] | 'cancel')[],
  messageBox: [] as (number | 'open')[],
}

function next<T>(kind: keyof typeof answers, from: T[], options: object): T {
  record(({ dialogs }) => dialogs.push({ kind, ...plain(options) }))
  const answer = from.shift()
  if (answer === undefined) throw new Error(`Nobody answers this dialog: ${JSON.stringify(options)}`)
  return answer
}

/** The window that a dialog belongs to may come before its options. */
const optionsOf = <T>(args: readonly unknown[]): T => args.at(-1) as T

const known = {
  async showOpenDialog(...args: unknown[]): Promise<OpenDialogReturnValue> {
    const answer = next('openDialog', answers.openDialog, optionsOf<OpenDialogOptions>(args))
    return answer === 'cancel' ? { canceled: true, filePaths: [] } : { canceled: false, filePaths: [...answer] }
  },
  async showMessageBox(...args: unknown[]): Promise<MessageBoxReturnValue> {
    const response = next('messageBox', answers.messageBox, optionsOf<MessageBoxOptions>(args))
    if (response === 'open') return new Promise(() => undefined)
    return { response, checkboxChecked: false }
  },
  showMessageBoxSync(...args: unknown[]): number {
    const response = next('messageBox', answers.messageBox, optionsOf<MessageBoxOptions>(args))
    if (response === 'open') throw new Error('This dialog keeps the application waiting: it cannot be left open.')
    return response
  },
  showErrorBox(title: string, content: string): void {
    record(({ dialogs }) => dialogs.push({ kind: 'errorBox', title, content }))
  },
} satisfies Known

export const dialog = strict('dialog', known)
