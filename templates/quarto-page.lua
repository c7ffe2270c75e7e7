-- After Quarto has made figures and tables: braces are braces again (see quarto.lua), quotation marks stay, and wide figures and tables scroll
-- inside their place, with the keyboard as well.

local function unmask(text) return (text:gsub('\u{E000}', '{'):gsub('\u{E001}', '}')) end

local function unmask_text(element)
  element.text = unmask(element.text)
  return element
end

-- Typst would set the quotation marks that are customary in the language. Those of the notebook stay, as on the HTML page.
local marks = {SingleQuote = {'\u{2018}', '\u{2019}'}, DoubleQuote = {'\u{201C}', '\u{201D}'}}

local function as_it_is(mark) return pandoc.RawInline('typst', mark) end

local function quoted(element)
  if not quarto.doc.is_format('typst') then return nil end
  local opening, closing = table.unpack(marks[element.quotetype])
  local inlines = pandoc.Inlines({as_it_is(opening)})
  inlines:extend(element.content)
  inlines:insert(as_it_is(closing))
  return inlines
end

local function word(element)
  local text = unmask(element.text)
  if not quarto.doc.is_format('typst') then return pandoc.Str(text) end
  local inlines, start = pandoc.Inlines({}), 1
  for from, after in text:gmatch('()\xE2\x80[\x98\x99\x9C\x9D]()') do
    if from > start then inlines:insert(pandoc.Str(text:sub(start, from - 1))) end
    inlines:insert(as_it_is(text:sub(from, after - 1)))
    start = after
  end
  if start <= #text then inlines:insert(pandoc.Str(text:sub(start))) end
  return inlines
end

local function unmask_attributes(element)
  for name, value in pairs(element.attributes) do element.attributes[name] = unmask(value) end
  return element
end

local function division(div)
  if quarto.doc.is_format('html') then div.attributes.alt = nil end -- a picture's text, that Quarto repeats on its box
  if quarto.doc.is_format('html') and div.attributes['aria-describedby'] then
    div.classes:insert('scroll')
    div.attributes.role = 'region'
    div.attributes.tabindex = '0'
    div.attributes['aria-labelledby'] = div.attributes['aria-describedby']
    div.attributes['aria-describedby'] = nil
  end
  return unmask_attributes(div)
end

local function brought_back(written)
  local blocks = pandoc.read(unmask(written), 'json').blocks
  local has_marks = written:find('\xE2\x80[\x98\x99\x9C\x9D]') or written:find('"Quoted"', 1, true)
  if has_marks and quarto.doc.is_format('typst') then blocks = blocks:walk({Str = word, Quoted = quoted}) end
  return blocks
end

-- What quarto.lua has put aside.
local function raw_block(block)
  if block.format == 'put-aside' then return brought_back(block.text) end
  return block.format ~= 'rows-put-aside' and unmask_text(block) or nil
end

local function with_rows(element)
  local row = #element.bodies == 1 and element.bodies[1].body[1]
  local place = row and row.cells[1] and row.cells[1].contents[1]
  if place and place.t == 'RawBlock' and place.format == 'rows-put-aside' then
    element.bodies = brought_back(place.text)[1].bodies
  end
  return element
end

-- A page is one file.
local function picture(image)
  if quarto.doc.is_format('html') and image.src:match('^%l+%-picture%-%d+%.%l+$') then
    local folder = pandoc.path.directory(quarto.doc.input_file)
    local media_type, content = pandoc.mediabag.fetch(pandoc.path.join({folder, image.src}))
    image.src = pandoc.mediabag.make_data_uri(media_type, content)
  end
  return unmask_attributes(image)
end

-- The Typst page works out the columns' widths, and where a table may be cut.
local function grid(element)
  element = with_rows(element)
  if not quarto.doc.is_format('typst') then return element end
  local options = pandoc.WriterOptions({wrap_text = 'none'})
  local written = pandoc.write(pandoc.Pandoc({element}), 'typst', options)
  return pandoc.RawBlock('typst', (written:gsub('^#table%(', '#report-table(')))
end

return {
  {
    Str = word,
    Quoted = quoted,
    RawInline = unmask_text,
    RawBlock = raw_block,
    Image = picture,
    Div = division,
    Table = grid,
  }
}
