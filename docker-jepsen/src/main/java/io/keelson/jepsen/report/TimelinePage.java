package io.keelson.jepsen.report;

import io.keelson.checker.history.Event;
import io.keelson.checker.history.Operation;
import io.keelson.checker.history.Values;
import io.keelson.jepsen.RunResult;
import io.keelson.jepsen.fault.Episode;
import java.util.List;
import java.util.Locale;

/**
 * {@code timeline.html}: every operation of a run as a bar in its client's row, with the faults as bands; the wheel zooms, dragging
 * moves, pointing at a bar tells what it is. One file that needs no other.
 */
final class TimelinePage {
    private static final String PAGE = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Timeline</title>
            <style>
            body{font:14px/1.4 system-ui,sans-serif;margin:0;color:#1f2328;background:#fff}
            header{padding:.8em 1em;border-bottom:1px solid #d0d7de}h1{font-size:1.1em;margin:0 0 .2em}
            #told{min-height:1.4em;font-family:ui-monospace,monospace;white-space:pre-wrap}
            canvas{display:block;width:100%}.key{display:inline-block;width:.8em;height:.8em;margin:0 .3em 0 1em}
            </style></head><body>
            <header><h1>HEADING</h1>
            <div>wheel: zoom &middot; drag: move &middot; point: details
            <span class="key" style="background:#a6d8b0"></span>ok<span class="key" style="background:#f0d58c"></span>info
            <span class="key" style="background:#f3b3ad"></span>fail<span class="key" style="background:#e7dcf7"></span>fault</div>
            <div id="told"></div></header>
            <canvas id="picture"></canvas>
            <script>
            // Operations: client, begin and end in ms, outcome, words. Faults: begin and end in ms, words.
            const operations=[OPERATIONS];
            const faults=[FAULTS];
            const clients=CLIENTS, last=LAST, row=22, left=70, top0=24;
            const colours={ok:'#a6d8b0',info:'#f0d58c',fail:'#f3b3ad'};
            const canvas=document.getElementById('picture'), told=document.getElementById('told');
            let from=0, to=Math.min(last,2000);
            const x=t=>left+(t-from)/(to-from)*(canvas.clientWidth-left);
            const at=px=>from+(px-left)/(canvas.clientWidth-left)*(to-from);
            function draw(){
              const scale=devicePixelRatio||1, width=canvas.clientWidth, height=top0+clients*row+8;
              canvas.style.height=height+'px';canvas.width=width*scale;canvas.height=height*scale;
              const g=canvas.getContext('2d');g.scale(scale,scale);g.font='12px system-ui,sans-serif';
              g.clearRect(0,0,width,height);
              for(const [b,e,w] of faults){ if(e<from||b>to)continue;
                g.fillStyle='#e7dcf7';g.fillRect(x(b),top0,Math.max(1,x(e)-x(b)),height-top0);
                g.fillStyle='#8250df';g.fillText(w,Math.max(left,x(b))+2,top0-4);}
              for(const [c,b,e,o,w] of operations){ if(e<from||b>to)continue;
                const px=Math.max(left,x(b)), wide=Math.max(1,Math.min(width,x(e))-px);
                g.fillStyle=colours[o];g.fillRect(px,top0+c*row+2,wide,row-4);
                if(wide>60){g.fillStyle='#1f2328';g.save();g.beginPath();g.rect(px,top0+c*row,wide,row);g.clip();
                  g.fillText(w,px+3,top0+c*row+15);g.restore();}}
              g.fillStyle='#fff';g.fillRect(0,0,left,height);g.fillStyle='#57606a';
              for(let c=0;c<clients;c++)g.fillText('client '+c,6,top0+c*row+15);
              g.fillText((from/1000).toFixed(2)+' s',left,11);
              const end=(to/1000).toFixed(2)+' s';g.fillText(end,width-g.measureText(end).width-4,11);
            }
            function move(a,b){const wide=Math.min(b-a,last||1);from=Math.max(0,Math.min(a,last-wide));to=from+wide;draw();}
            canvas.addEventListener('wheel',e=>{e.preventDefault();const k=e.deltaY>0?1.25:0.8,m=at(e.offsetX);
              const wide=Math.max(2,(to-from)*k),share=(m-from)/(to-from);move(m-wide*share,m-wide*share+wide);},{passive:false});
            let drag=null;
            canvas.addEventListener('mousedown',e=>drag=[e.offsetX,from,to]);
            addEventListener('mouseup',()=>drag=null);
            canvas.addEventListener('mousemove',e=>{
              if(drag){const by=(e.offsetX-drag[0])/(canvas.clientWidth-left)*(drag[2]-drag[1]);move(drag[1]-by,drag[2]-by);return;}
              const c=Math.floor((e.offsetY-top0)/row),t=at(e.offsetX);
              const hit=operations.find(o=>o[0]===c&&o[1]<=t&&t<=o[2]);
              told.textContent=hit?'client '+c+': '+hit[4]+', '+hit[3]+', '+hit[1].toFixed(2)+' to '+hit[2].toFixed(2)+' ms':'';});
            addEventListener('resize',draw);draw();
            </script></body></html>
            """;

    /** More would be more than a browser likes; {@code history.edn} has all. */
    private static final int MOST = 50_000;

    private TimelinePage() {}

    static String of(RunResult result) {
        int clients = result.plan().concurrency();
        long start = result.begin();
        StringBuilder operations = new StringBuilder();
        double last = 1;
        List<Operation> all = result.history().operations();
        for (Operation operation : all.subList(0, Math.min(MOST, all.size()))) {
            double begun = millis(operation.invokedAt() - start);
            double ended = millis((operation.completedAt() == Event.NO_TIME ? result.end() : operation.completedAt()) - start);
            last = Math.max(last, ended);
            operations.append(String.format(Locale.ROOT, "[%d,%.2f,%.2f,'%s','%s'],%n", operation.process() % clients, begun, ended,
                    operation.outcome().label(), words(operation)));
        }
        StringBuilder faults = new StringBuilder();
        for (Episode episode : result.episodes()) {
            faults.append(String.format(Locale.ROOT, "[%.2f,%.2f,'%s'],%n", millis(episode.begin() - start),
                    millis(episode.end() - start), quoted(episode.label() + " " + episode.nodes())));
        }
        String heading = all.size() + " operations" + (all.size() > MOST ? ", of which the first " + MOST + " are shown" : "") + ", " + result.episodes().size() + " faults: "
                + result.verdict().label();
        return PAGE.replace("HEADING", heading).replace("CLIENTS", String.valueOf(clients))
                .replace("LAST", String.format(Locale.ROOT, "%.2f", last))
                .replace("[FAULTS]", "[" + faults + "]").replace("[OPERATIONS]", "[" + operations + "]");
    }

    private static String words(Operation operation) {
        String error = operation.error() == null ? "" : " (" + operation.error() + ")";
        return quoted(operation.call() + " on key " + Values.show(operation.key()) + error);
    }

    /** Text as it can stand between the quotes of a script in a page. */
    static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("'", "\\'").replace("<", "\\x3c").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }
}
