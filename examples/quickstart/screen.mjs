/** Draws progress on a terminal, line by line where there is none. */
const BLOCKS = '▁▂▃▄▅▆▇█'
const isTerminal = process.stdout.isTTY === true
const colour = (code, text) =>
  isTerminal && !process.env.NO_COLOR ? `\x1b[${code}m${text}\x1b[0m` : text

export const bold = (text) => colour(1, text)
export const dim = (text) => colour(2, text)

const number = (n) => Math.round(n).toLocaleString('en-US')

/** One character per stretch of the stream: how often the forest was right in it. */
function history(shares) {
  return shares
    .map((share) => BLOCKS[Math.max(0, Math.min(7, Math.floor((share - 0.6) * 20)))])
    .join('')
}

export class Screen {
  drawn = 0

  show({ done, shares, accuracy, perSecond, events }) {
    const width = 24
    const full = Math.round(done * width)
    const bar = '█'.repeat(full) + '░'.repeat(width - full)
    const lines = [
      `  ${bar} ${String(Math.round(100 * done)).padStart(3)} %   ${number(events)} events`,
      `  right in the last 2,000  ${bold(`${(100 * accuracy).toFixed(1)} %`)}   ` +
        `${number(perSecond)} events/s`,
      `  since the start  ${history(shares)}`,
    ]
    if (isTerminal) {
      if (this.drawn > 0) process.stdout.write(`\x1b[${this.drawn}A`)
      process.stdout.write(lines.map((line) => `\x1b[2K${line}\n`).join(''))
      this.drawn = lines.length
    } else if (Math.floor(done * 10) > this.drawn) {
      this.drawn = Math.floor(done * 10)
      console.log(
        `${String(Math.round(100 * done)).padStart(3)} %  ${number(events).padStart(8)} events` +
          `  right in the last 2,000: ${(100 * accuracy).toFixed(1)} %` +
          `  ${number(perSecond)} events/s`,
      )
    }
  }
}
