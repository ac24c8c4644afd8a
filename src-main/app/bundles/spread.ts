/** Most pictures of a data set that a bundle shows. */
export const MOST_THUMBNAILS = 200

/**
 * Positions of at most so many items, as many of each class as far as it goes, evenly over each, in order.
 * @param labels class index of every item
 */
export function spread(labels: ArrayLike<number>, classes: number, most = MOST_THUMBNAILS): number[] {
  const members: number[][] = Array.from({ length: classes }, () => [])
  for (let position = 0; position < labels.length; position++) members[labels[position] ?? 0]?.push(position)
  // What a small class leaves free goes to the larger ones.
  const bySize = members.filter((list) => list.length > 0).sort((a, b) => a.length - b.length)
  let free = most
  const chosen = bySize.flatMap((list, index) => {
    const share = Math.min(list.length, Math.ceil(free / (bySize.length - index)))
    free -= share
    return Array.from({ length: share }, (_, i) => list[Math.floor((i * list.length) / share)] ?? 0)
  })
  return chosen.sort((a, b) => a - b)
}
