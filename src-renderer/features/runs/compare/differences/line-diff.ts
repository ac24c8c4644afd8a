export interface DiffLine {
  readonly mark: ' ' | '−' | '+'
  readonly text: string
}

/**
 * Lines of two texts with what only one of them has: by the longest common subsequence (Hunt and McIlroy 1976), in O(n · m)
 * after what both begin and end with.
 */
export function lineDiff(before: string, after: string): DiffLine[] {
  const [a, b] = [before.split('\n'), after.split('\n')]
  let [head, tail] = [0, 0]
  while (head < Math.min(a.length, b.length) && a[head] === b[head]) head += 1
  while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1
  const same = (text: string): DiffLine => ({ mark: ' ', text })
  return [
    ...a.slice(0, head).map(same),
    ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...a.slice(a.length - tail).map(same),
  ]
}

function middle(a: readonly string[], b: readonly string[]): DiffLine[] {
  const width = b.length + 1
  /** Length of the longest common part behind line i of one and line j of the other. */
  const common = new Int32Array((a.length + 1) * width)
  const at = (i: number, j: number): number => common[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ mark: ' ', text: a[i] ?? '' })
      ;[i, j] = [i + 1, j + 1]
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1)))
      lines.push({ mark: '−', text: a[i++] ?? '' })
    else lines.push({ mark: '+', text: b[j++] ?? '' })
  }
  return lines
}

/** Only what differs, with so many lines around it; null stands for lines that are left out. */
export function hunks(lines: readonly DiffLine[], around = 2): (DiffLine | null)[] {
  const isNear = lines.map((_, at) =>
    lines.slice(Math.max(0, at - around), at + around + 1).some(({ mark }) => mark !== ' '),
  )
  return lines.flatMap((line, at) => (isNear[at] ? [line] : at === 0 || isNear[at - 1] ? [null] : []))
}
