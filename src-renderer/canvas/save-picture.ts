/** Saves a canvas where the browser saves downloads. */
export function savePicture(canvas: HTMLCanvasElement, name: string): void {
  canvas.toBlob((blob) => {
    if (!blob) return
    const address = URL.createObjectURL(blob)
    const link = document.createElement('a')
    link.href = address
    link.download = `${name}.png`
    link.click()
    // The download has begun by then.
    setTimeout(() => URL.revokeObjectURL(address), 10_000)
  }, 'image/png')
}
