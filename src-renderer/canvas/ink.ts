import type { Rgb } from './colormap.ts'

/** Black or white, whichever stands out more (WCAG 2.2, relative luminance): at least 4.5 to 1 on any colour. */
export function inkOn(color: Rgb): 'black' | 'white' {
  const [red = 0, green = 0, blue = 0] = color.map((byte) => {
    const share = byte / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? 'black' : 'white'
}
