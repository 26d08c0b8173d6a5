// Draws a line at a day through a chart of Streamlit's, over it: the chart is not drawn again.
//
// Where the day lies is asked of plotly, so that the line keeps its place when the chart is zoomed
// or made narrower. Without this file the chart works all the same.

const EVERY_MS = 250 // the page makes and drops charts without telling

export default function ({ parentElement, data }) {
  parentElement.stopLine?.()
  const line = document.createElement("div")
  line.className = "date-line"
  line.setAttribute("aria-hidden", "true")

  const place = () => {
    const chart = document.querySelector(`.st-key-${data.chart} .js-plotly-plot`)
    const axis = chart?._fullLayout?.xaxis
    if (!axis?._length) return
    if (line.parentElement !== chart) {
      chart.append(line)
      chart.on("plotly_afterplot", place)
    }
    const frame = chart._fullLayout._size
    const across = axis.d2p(data.day)
    line.style.display = across >= 0 && across <= axis._length ? "" : "none"
    line.style.left = `${axis._offset + across - 1}px`
    line.style.top = `${frame.t}px`
    line.style.height = `${frame.h}px`
  }
  const timer = setInterval(place, EVERY_MS)
  place()

  parentElement.stopLine = () => {
    clearInterval(timer)
    line.parentElement?.removeListener?.("plotly_afterplot", place)
    line.remove()
  }
  return parentElement.stopLine
}
