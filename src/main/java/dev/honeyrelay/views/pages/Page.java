package dev.honeyrelay.views.pages;

import java.util.List;

import dev.honeyrelay.views.shape.Cell;
import org.jspecify.annotations.Nullable;

/**
 * All that a page says, in the order in which it says it.
 *
 * @param place where it is
 * @param title its title
 * @param kicker what kind of thing the title names
 * @param status the status, as HoneyHive spells it, or {@code null} if there is none
 * @param reading how old the numbers are, or {@code null} if there are none
 * @param facts what else is to be known of it
 * @param links where to go from there
 * @param form what can be chosen
 * @param sections its tables
 */
public record Page(Place place, String title, String kicker, @Nullable String status, @Nullable Reading reading,
		List<Fact> facts, List<Action> links, Choice form, List<Section> sections) {

	public Page {
		facts = List.copyOf(facts);
		links = List.copyOf(links);
		sections = List.copyOf(sections);
	}

	/** Returns whether it has plots, or may have some once there are numbers. */
	public boolean isPlotted() {
		return this.sections.stream().anyMatch((section) -> !section.plot().isEmpty());
	}

	/** Returns whether it should be looked at again soon. */
	public boolean isChanging() {
		return this.reading != null && this.reading.unsettled() != null;
	}

	/** Returns the style of its status. */
	public String tone() {
		String tone = (this.status != null) ? PageCell.toneOf(this.status) : "";
		return (tone.equals("good") && isChanging()) ? "busy" : tone;
	}

	/** Returns the way to a file that it is made with. */
	public String asset(String name) {
		return this.place.toAsset(name);
	}

	/**
	 * Something that is to be known, in two words.
	 *
	 * @param name what it is called
	 * @param cell what it is
	 */
	public record Fact(String name, PageCell cell) {

		/**
		 * Returns whether all runs are settled.
		 * @param unsettled why they are not, or {@code null}
		 */
		static Fact settled(@Nullable String unsettled) {
			return new Fact("Settled",
					PageCell.of(new Cell.Text((unsettled != null) ? "no" : "yes, completed at HoneyHive")));
		}

	}

	/**
	 * A way to somewhere else.
	 *
	 * @param text what it is called
	 * @param href where it leads
	 * @param elsewhere whether it leads away from the relay
	 */
	public record Action(String text, String href, boolean elsewhere) {
	}

	/**
	 * A part of a page: a table, and plots of it.
	 *
	 * @param id its name in addresses
	 * @param title what is above it
	 * @param notes what has to be said of it
	 * @param plot how its figures are drawn
	 * @param figures plots of the table
	 * @param table the table
	 * @param files the same as files
	 * @param nothing what to say if the table has no line
	 */
	public record Section(String id, String title, List<String> notes, String plot, List<Figure> figures,
			PageTable table, List<Action> files, String nothing) {

		public Section {
			notes = List.copyOf(notes);
			figures = List.copyOf(figures);
			files = List.copyOf(files);
		}

	}

}
