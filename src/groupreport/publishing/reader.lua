-- A pandoc reader: cells of Markdown as JSON in, one document out in which every cell is a block of its own.
-- Each cell is read by itself and in a sandbox that holds no file, so a cell can neither read anything nor leave a
-- block open around the next one.
function Reader(input)
  local cells = pandoc.List()
  for _, cell in ipairs(pandoc.json.decode(tostring(input))) do
    local read = pandoc.read(cell.markdown, cell.format, pandoc.ReaderOptions{}, {})
    local header = next(read.meta) and 'yes' or 'no'
    local marks = {{'number', cell.number}, {'origin', cell.origin}, {'header', header}}
    cells:insert(pandoc.Div(read.blocks, pandoc.Attr('', {}, marks)))
  end
  return pandoc.Pandoc(cells)
end
