import type { ErrorCode, ErrorEnvelope } from '../../src-main/contract/errors.ts'

const AGAIN = 'Try again; if it stays, restart Glassbox.'
const REPLACE_PICTURE = 'Open it in a picture program and save it anew as PNG or JPEG.'
const CLASS_FOLDERS = 'Choose a folder that holds one sub-folder of pictures per class.'
const IMPORT_ANEW = 'Import the folder again.'

/** What a person can do next, for errors that carry no hint of their own. */
const ADVICE: Record<ErrorCode, string> = {
  'input/invalid': 'Correct the named value and try again.',
  'not-found': 'It may have been deleted; go back to the list.',
  cancelled: 'Nothing was changed. Start it again when you like.',
  internal: 'This is a defect in Glassbox; the text above helps to find it.',
  'home/unusable': 'Choose another home folder with --home, or make this one writable.',
  'home/read-only': 'Make the home folder writable, then restart Glassbox.',
  'home/owner-lost': AGAIN,
  'storage/disk-full': 'Free some space on the disk of the home folder, then try again.',
  'storage/damaged': 'Start Glassbox again: what can be read is taken over, and the damaged file is kept.',
  'storage/newer': 'Update Glassbox to the version that wrote these data.',
  'storage/busy': 'Another program holds the file; close it and try again.',
  'picture/empty': 'The file has no content; copy it again from where it came.',
  'picture/unsupported': 'Use JPEG, PNG, WebP, GIF, AVIF, TIFF or BMP.',
  'picture/too-large': 'Make the picture smaller first.',
  'picture/damaged': REPLACE_PICTURE,
  'picture/unreadable': 'Check that you may read the file.',
  'dataset/not-found': 'It may have been deleted; choose another data set.',
  'dataset/not-a-folder': CLASS_FOLDERS,
  'dataset/no-permission': 'Check that you may read the folder.',
  'dataset/no-classes': CLASS_FOLDERS,
  'dataset/ambiguous-layout': 'Choose which of its folders are the classes.',
  'dataset/no-pictures': 'Put pictures into the class folders and import again.',
  'dataset/one-class': 'Add a second class folder: a classifier needs something to tell apart.',
  'dataset/idx-invalid': 'Copy or download the IDX files again.',
  'dataset/file-invalid': 'Look at what the message says about the file; save or download it again.',
  'dataset/table-invalid': 'Check how the table is read: delimiter, columns and target.',
  'dataset/changed': IMPORT_ANEW,
  'dataset/excluded': 'Go back to the version before, if it belongs in.',
  'dataset/in-use': 'Stop the run, or wait until it is over.',
  'dataset/cache-damaged': IMPORT_ANEW,
  'dataset/worker-died': AGAIN,
  'upload/invalid': 'Rename the file and drop the folder again.',
  'run/spec-invalid': 'Correct the named setting and start again.',
  'run/no-checkpoint': 'Wait for the first epoch to be saved.',
  'run/wrong-state': 'Look at the run again: it may have moved on meanwhile.',
  'run/cannot-continue': 'Fork the run from one of its kept epochs instead.',
  'run/out-of-memory': 'Use a smaller network or a smaller batch.',
  'run/loss-not-finite': 'Lower the learning rate and train again.',
  'run/unsupported-machine': 'Use a computer whose processor has SIMD; every one made in the last ten years does.',
  'run/worker-died': 'Train again; every epoch that was saved is still there.',
  'bundle/invalid': 'Choose a file that was written by an export of runs, or export it again.',
  'bundle/exists': 'Choose another name: a file of this name is there already, and nothing is overwritten.',
  'server/port-taken': 'Choose another port.',
  'server/connection-lost': 'Check that Glassbox is still running; the page reconnects by itself.',
}

/** The hint of the error itself, unless it names a command (in backticks): there is no terminal on this page. */
export function adviceFor({ code, hint }: ErrorEnvelope): string {
  return hint === undefined || hint.includes('`') ? ADVICE[code] : hint
}
