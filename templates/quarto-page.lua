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

-- The Typst page works out the columns' widths, and where a table may be cut.
local function grid(element)
  if not quarto.doc.is_format('typst') then return nil end
  local options = pandoc.WriterOptions({wrap_text = 'none'})
  local written = pandoc.write(pandoc.Pandoc({element}), 'typst', options)
  return pandoc.RawBlock('typst', (written:gsub('^#table%(', '#report-table(')))
end

return {
  {
    Str = word,
    Quoted = quoted,
    RawInline = unmask_text,
    RawBlock = unmask_text,
    Image = unmask_attributes,
    Div = division,
    Table = grid,
  }
}
