import java.math.BigDecimal;
import java.sql.*;
import java.util.*;

/** Says what the JDBC driver hears, one line each. Arguments: address, user, password. */
public class Driver {
  static Connection connection;

  static void say(String name, Object value) {
    System.out.println(name + "=" + value);
  }

  static List<String> column(ResultSet rows, String name) throws SQLException {
    List<String> values = new ArrayList<>();
    while (rows.next()) values.add(rows.getString(name));
    rows.close();
    return values;
  }

  static void metadata() throws SQLException {
    DatabaseMetaData about = connection.getMetaData();
    say("version", about.getDatabaseMajorVersion());
    say("schemas", column(about.getSchemas(), "TABLE_SCHEM").containsAll(List.of("public", "errors")));
    say("tables", column(about.getTables(null, "public", "%", new String[] {"TABLE"}), "TABLE_NAME"));
    say("columns", column(about.getColumns(null, "public", "all types", "%"), "TYPE_NAME"));
    say("keys", column(about.getPrimaryKeys(null, "public", "all types"), "COLUMN_NAME"));
    say("catalogs", column(about.getCatalogs(), "TABLE_CAT"));
    say("types", column(about.getTypeInfo(), "TYPE_NAME").contains("int8"));
    say("procedures", column(about.getProcedures(null, "public", "%"), "PROCEDURE_NAME"));
  }

  static void values() throws SQLException {
    try (PreparedStatement asked = connection.prepareStatement(
        "select * from \"all types\" where timestamp >= ? and string = ? and \"integer\" < ? and \"double\" > ? and \"boolean\" = ?")) {
      asked.setLong(1, 1L);
      asked.setString(2, "é🙂");
      asked.setInt(3, 0);
      asked.setDouble(4, 1.0);
      asked.setBoolean(5, true);
      // Past five times the driver prepares on the server and asks for binary.
      for (int i = 0; i < 8; i++)
        try (ResultSet row = asked.executeQuery()) {
          row.next();
          String all = row.getLong("timestamp") + " " + row.getString("string") + " " + row.getInt("integer") + " " + row.getLong("long") + " "
              + row.getFloat("float") + " " + row.getDouble("double") + " " + row.getBoolean("boolean") + " " + Arrays.toString(row.getBytes("binary"));
          if (i == 0 || i == 7) say("row" + i, all);
        }
    }
    try (PreparedStatement asked = connection.prepareStatement(
        "select sum(n) as s, ?::decimal(10,3) as d, date '2026-01-02' as day, timestamp '1999-12-31 23:59:59.123456' as moment, null::int as nil from range(10) t(n)")) {
      asked.setBigDecimal(1, new BigDecimal("-12.5"));
      for (int i = 0; i < 8; i++)
        try (ResultSet row = asked.executeQuery()) {
          row.next();
          if (i == 0 || i == 7)
            say("number" + i, row.getBigDecimal("s") + " " + row.getBigDecimal("d") + " " + row.getDate("day") + " " + row.getTimestamp("moment") + " " + row.getObject("nil"));
        }
    }
    try (PreparedStatement asked = connection.prepareStatement("select count(*) from range(3) t(n) where n < ?")) {
      asked.setBigDecimal(1, new BigDecimal("1.5"));
      try (ResultSet row = asked.executeQuery()) {
        row.next();
        say("half", row.getLong(1));
      }
    }
  }

  static void paging() throws SQLException {
    connection.setAutoCommit(false);
    try (Statement first = connection.createStatement(); Statement second = connection.createStatement()) {
      first.setFetchSize(1_000);
      second.setFetchSize(7);
      long sum = 0;
      ResultSet outer = first.executeQuery("select n from range(25000) t(n)");
      while (outer.next()) {
        sum += outer.getLong(1);
        if (outer.getRow() % 10_000 == 0)
          for (ResultSet inner = second.executeQuery("select n from range(20) t(n)"); inner.next(); ) sum += inner.getLong(1);
      }
      say("paged", sum);
      Savepoint savepoint = connection.setSavepoint();
      try {
        second.executeQuery("select nope");
      } catch (SQLException error) {
        say("error", error.getSQLState());
        connection.rollback(savepoint);
      }
      ResultSet row = second.executeQuery("select 7");
      row.next();
      say("after", row.getInt(1));
    }
    connection.rollback();
    connection.setAutoCommit(true);
  }

  static void refusals() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("create table t (a int)");
    } catch (SQLException error) {
      say("refused", error.getSQLState());
    }
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      statement.executeQuery("select count(*) from range(100000000000) t(n) where n % 7 = 3");
    } catch (SQLException error) {
      say("timeout", error.getSQLState());
    }
    say("valid", connection.isValid(5));
  }

  public static void main(String[] arguments) throws SQLException {
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    connection = DriverManager.getConnection(arguments[0], arguments[1], arguments[2]);
    metadata();
    values();
    paging();
    refusals();
    connection.close();
  }
}
