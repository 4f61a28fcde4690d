"""The help of plain mode."""

from __future__ import annotations

HELP = """\
Type what was said and Enter. It is saved when its reference comes back.
  risk: rig is late @GAN owner:SM-GAN due:fri
  r rig is late            the letter is enough: r i d x a p f, and o s l
Words without a kind are kept and asked about; nothing is dropped.

Alone on a line:
  Enter                    where the event stands, and what is new
  look                     the step, and what lies in front of the room
  now                      the clock
  next  back               to the next step, or to the one before
  pause  resume            the clock stands, goes on
  add 5m                   more time for this step
  list risk   show R12     records
  undo                     takes your last change back
  quit, or ctrl+d          leaves

Behind a slash every command of rte, with its words:
  /start art-sync   /jump risks   /park   /turn   /retime take   /finish   /close   /minutes
  /roam R12 O owner:SM-DRE review:fri      /done A3 sent      /vote ART 4 4 3 5 2
  /edit R12 due:fri   /note   /agenda   /board   /here   /baton
  /help                    this; /help roam tells one command
  /drop                    gives up a line that waits for its kind"""
