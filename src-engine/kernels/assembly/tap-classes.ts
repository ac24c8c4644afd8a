/**
 * Back through a stride. Tap k carries δ at o to the pixel o·stride − pad + k·dilation, so pixel i·stride + c, c < stride, hears from
 * those taps only for which c + pad − k·dilation is a multiple of the stride: every `tapPeriod`th one. For each class c of
 * an axis that is a convolution of its own over δ, with a part of the kernel and no holes; together they need each tap once.
 */

/** From one tap of a class to its next. */
export function tapPeriod(stride: u32, dilation: u32): u32 {
  return stride / greatestCommonDivisor(stride, dilation)
}

/** Least tap that carries something to class c; `tapPeriod` when none does. */
export function firstTap(c: u32, stride: u32, dilation: u32, pad: u32): u32 {
  const period = tapPeriod(stride, dilation)
  let tap: u32 = 0
  while (tap < period && <i32>(c + pad - tap * dilation) % <i32>stride != 0) tap++
  return tap
}

/** How many of `kernelSize` taps carry something to class c. */
export function tapsOf(c: u32, stride: u32, dilation: u32, pad: u32, kernelSize: u32): u32 {
  const period = tapPeriod(stride, dilation)
  const first = firstTap(c, stride, dilation, pad)
  return first < period && first < kernelSize ? (kernelSize - 1 - first) / period + 1 : 0
}

/** How many of `size` pixels belong to class c. */
export function pixelsOf(c: u32, stride: u32, size: u32): u32 {
  return c < size ? (size - 1 - c) / stride + 1 : 0
}

function greatestCommonDivisor(a: u32, b: u32): u32 {
  while (b) {
    const rest = a % b
    a = b
    b = rest
  }
  return a
}
