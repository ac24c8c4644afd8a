import { saveBlob } from '../ui/save-blob.ts'

/** Saves a canvas where the browser saves downloads. */
export function savePicture(canvas: HTMLCanvasElement, name: string): void {
  canvas.toBlob((blob) => blob && saveBlob(blob, `${name}.png`), 'image/png')
}
