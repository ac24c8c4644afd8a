import type { Examined, ExaminedItem } from './examined.ts'

/** Items with the same content, at least two each, in the order of the items. */
export function exactCopies<T extends Pick<ExaminedItem, 'contentSha256'>>({
  items,
}: {
  readonly items: readonly T[]
}): T[][] {
  return [...Map.groupBy(items, ({ contentSha256 }) => contentSha256).values()].filter((copies) => copies.length > 1)
}

/** The same with those that are nearly the same. */
export function allCopies(examined: Examined): ExaminedItem[][] {
  const { items, near } = examined
  const groups = new Disjoint(items.length)
  const first = new Map<string, number>()
  for (const [index, { contentSha256 }] of items.entries()) {
    const before = first.get(contentSha256)
    if (before === undefined) first.set(contentSha256, index)
    else groups.join(before, index)
  }
  for (const [head, ...rest] of near) for (const other of rest) groups.join(head!, other)
  return groups.sets().map((indices) => indices.map((index) => items[index]!))
}

/** Sets of numbers that grow together. Source: Cormen et al., "Introduction to Algorithms", chapter 19. */
export class Disjoint {
  readonly #parent: Uint32Array

  constructor(count: number) {
    this.#parent = Uint32Array.from({ length: count }, (_, i) => i)
  }

  join(a: number, b: number): void {
    const [one, other] = [this.#root(a), this.#root(b)]
    this.#parent[Math.max(one, other)] = Math.min(one, other)
  }

  /** Sets of two or more, their members in rising order. */
  sets(): number[][] {
    const members = new Map<number, number[]>()
    for (let i = 0; i < this.#parent.length; i++) {
      const root = this.#root(i)
      if (root === i && this.#parent[i] === i && !members.has(i)) members.set(i, [i])
      else members.get(root)?.push(i)
    }
    return [...members.values()].filter((set) => set.length > 1)
  }

  #root(index: number): number {
    let root = index
    while (this.#parent[root] !== root) root = this.#parent[root]!
    // Whoever asks again has a short way.
    for (let at = index; at !== root;) {
      const next = this.#parent[at]!
      this.#parent[at] = root
      at = next
    }
    return root
  }
}
