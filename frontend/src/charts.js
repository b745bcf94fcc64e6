// Draws each chart of a page again, so that one can point at its marks. Without this the SVG from the server stays.
// On a canvas, since the content security policy allows no style attributes; the table beside it says all numbers.
import * as echarts from "echarts/core";
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";

echarts.use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

function option(said) {
  const ink = token("--ink"), pale = token("--ink-2"), line = token("--line");
  const size = parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.8125;
  const words = { color: pale, fontSize: size, fontFamily: getComputedStyle(document.body).fontFamily };
  const lying = said.kind === "bars";
  const places = { type: "category", data: said.labels, inverse: lying, axisTick: { show: false }, axisLine: { lineStyle: { color: line } }, axisLabel: { ...words, width: 140, overflow: "truncate", hideOverlap: true } };
  const amounts = { type: "value", minInterval: 1, axisLabel: words, splitLine: { lineStyle: { color: line } } };
  const colours = [token("--qing-600"), token("--indigo")];
  return {
    animation: !still,
    // A mark's own words are drawn on the canvas; a box of HTML would need a style attribute.
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, textStyle: { ...words, color: ink }, borderColor: line },
    legend: said.series.length > 1 ? { bottom: 0, textStyle: words } : undefined,
    grid: { left: 8, right: 32, top: 24, bottom: said.series.length > 1 ? 40 : 8, containLabel: true },
    xAxis: lying ? amounts : places,
    yAxis: lying ? places : amounts,
    series: said.series.map((one, n) => ({
      name: one.name,
      type: said.kind === "lines" ? "line" : "bar",
      stack: lying ? "all" : undefined,
      data: one.values,
      barMaxWidth: 26,
      symbol: n % 2 ? "emptyDiamond" : "circle",
      lineStyle: { type: n % 2 ? "dashed" : "solid", width: 2.5 },
      itemStyle: {
        color: one.late ? token("--late") : colours[n % 2],
        decal: n % 2 ? { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: Math.PI / 4, color: "rgb(255 255 255 / 55%)" } : undefined,
      },
      label: { show: said.series.length === 1, position: lying ? "right" : "top", color: ink, fontSize: size, fontWeight: 600 },
    })),
  };
}

function draw(figure) {
  if (figure.classList.contains("live")) return;
  const said = JSON.parse(figure.dataset.chart);
  const place = document.createElement("div");
  place.className = "canvas-of";
  if (said.kind === "bars") place.style.height = `${4 + 1.75 * said.labels.length}rem`; // by the script's hand, which the policy allows
  place.setAttribute("aria-hidden", "true"); // the SVG, now out of sight, is what is read aloud
  figure.prepend(place);
  figure.classList.add("live");
  const chart = echarts.init(place, null, { renderer: "canvas" });
  chart.setOption(option(said));
  new ResizeObserver(() => chart.resize()).observe(place);
}

const all = (root) => root.querySelectorAll?.("figure[data-chart]").forEach(draw);
document.addEventListener("htmx:afterSettle", (event) => all(event.target));
all(document);
