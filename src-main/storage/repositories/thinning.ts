/** A kept checkpoint, as far as it matters to what is kept. */
export interface Thinnable {
  readonly epoch: number
  readonly step: number
  readonly bytes: number
  readonly pinned: boolean
}

export interface Retention {
  /** Bytes that the checkpoints of one run may take together. */
  readonly budget: number
  readonly best: number | null
}

/** Nobody looks through more, however small they are. */
const MOST = 200

/**
 * Which checkpoints of a run have to go. The first, the best, the last and pinned ones stay whatever they take, one inside an
 * epoch only while it is the last. Of the others goes, one after the other, the one that leaves the smallest gap, measured
 * in the logarithm of its age: the recent past stays dense, the distant past becomes sparse.
 * @param kept in order
 */
export function surplus<T extends Thinnable>(kept: readonly T[], { budget, best }: Retention): T[] {
  const last = kept.at(-1)
  if (!last) return []
  const gone = kept.filter((one) => one.step > 0 && one !== last)
  const left = kept.filter((one) => !gone.includes(one))
  const lastWhole = left.findLast(({ step }) => step === 0)
  const stays = (one: T): boolean =>
    one === left[0] || one === lastWhole || one.pinned || (one.epoch === best && one.step === 0)
  const age = ({ epoch }: T): number => Math.log(last.epoch - epoch + 1)
  let bytes = left.reduce((sum, one) => sum + one.bytes, 0)
  while (bytes > budget || left.length > MOST) {
    let least = Infinity
    let at = -1
    for (let index = 1; index < left.length - 1; index++) {
      const [before, one, after] = [left[index - 1]!, left[index]!, left[index + 1]!]
      const gap = age(before) - age(after)
      if (stays(one) || gap >= least) continue
      least = gap
      at = index
    }
    if (at < 0) break
    const [one] = left.splice(at, 1)
    bytes -= one!.bytes
    gone.push(one!)
  }
  return gone
}
