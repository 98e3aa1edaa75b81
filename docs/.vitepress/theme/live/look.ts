import type { Look } from '../../../live/kit/messages.js'

/** More than two pixels of the screen for one of CSS cost time and show nothing. */
const MOST_SCALE = 2

/** Size and colours of a canvas as the page shows it now. */
export function lookOf(canvas: HTMLCanvasElement): Look {
  const style = getComputedStyle(canvas)
  const colour = (name: string) => style.getPropertyValue(`--live-${name}`).trim()
  const scale = Math.min(MOST_SCALE, devicePixelRatio)
  return {
    width: Math.max(1, Math.round(canvas.clientWidth * scale)),
    height: Math.max(1, Math.round(canvas.clientHeight * scale)),
    scale,
    palette: {
      paper: colour('paper'),
      ink: colour('ink'),
      line: colour('line'),
      classes: [0, 1, 2, 3, 4, 5].map((i) => colour(`c${i}`)),
    },
  }
}
